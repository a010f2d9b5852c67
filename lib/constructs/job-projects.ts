import { Duration } from 'aws-cdk-lib';
import { ManagedPolicy } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledgePatterns } from '../nag/acknowledge.ts';
import type { ArtifactBucket } from './artifact-bucket.ts';
import type { LogSettings } from './handler-function.ts';
import { IsolatedNetwork } from './isolated-network.ts';
import { programStatement } from './job-permissions.ts';
import { JobProject } from './job-project.ts';
import { codeBuildNetworkReason, networkPatterns, networkStatements } from './network-statements.ts';

export interface JobProjectsProps {
  /** Folder of the sandbox program as it is shipped. */
  readonly program: string;
  readonly artifacts: ArtifactBucket;
  /** With which git reaches the repositories. */
  readonly repositoryToken: ISecret;
  readonly network: 'isolated' | 'open';
  readonly size: 'small' | 'medium' | 'large';
  readonly logs: LogSettings;
  /** Lambda functions, and their versions, that the services' deploy commands upload code to. */
  readonly deploys: readonly string[];
}

/** The four jobs. One alone runs untrusted code; it alone has walls, and nothing worth taking inside of them. */
export class JobProjects extends Construct {
  readonly scan: JobProject;
  readonly verify: JobProject;
  readonly release: JobProject;
  readonly revert: JobProject;

  constructor(scope: Construct, id: string, props: JobProjectsProps) {
    super(scope, id);
    const program = new Asset(this, 'Program', { path: props.program });
    const { artifacts, size, repositoryToken, deploys } = props;
    const common = { program, artifacts, size };
    this.scan = new JobProject(this, 'Scan', {
      ...common,
      job: 'scan',
      timeout: Duration.minutes(14),
      repositoryToken,
    });
    this.verify = this.#verify(props, program);
    const changing = { ...common, timeout: Duration.minutes(29), repositoryToken, deploys };
    this.release = new JobProject(this, 'Release', { ...changing, job: 'release' });
    this.revert = new JobProject(this, 'Revert', { ...changing, job: 'revert' });
  }

  get all(): readonly JobProject[] {
    return [this.scan, this.verify, this.release, this.revert];
  }

  #verify({ artifacts, size, network, logs }: JobProjectsProps, program: Asset): JobProject {
    const walls =
      network === 'isolated'
        ? new IsolatedNetwork(this, 'Network', {
            buckets: [artifacts.bucket, program.bucket as IBucket],
            logs,
          })
        : undefined;
    return new JobProject(this, 'Verify', {
      program,
      artifacts,
      size,
      job: 'verify',
      timeout: Duration.minutes(14),
      boundary: this.#boundary(artifacts, program, walls),
      ...(walls ? { network: walls } : {}),
    });
  }

  /** Whatever is granted to the role later, by whomever: it stays within this. */
  #boundary(artifacts: ArtifactBucket, program: Asset, walls: IsolatedNetwork | undefined): ManagedPolicy {
    const access = { reads: ['jobs/verify/*'], writes: ['jobs/verify/*/out/*', 'logs/verify/*'] };
    const boundary = new ManagedPolicy(this, 'VerifyBoundary', {
      description: 'The most that the job which runs untrusted code can ever be allowed',
      statements: [
        programStatement(program),
        ...artifacts.statements(access),
        ...(walls ? networkStatements(walls) : []),
      ],
    });
    artifacts.acknowledge(boundary, access);
    if (walls) acknowledgePatterns(boundary, networkPatterns(walls), codeBuildNetworkReason);
    return boundary;
  }
}
