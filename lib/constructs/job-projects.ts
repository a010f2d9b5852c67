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
  /** Folder of the bundled sandbox program. */
  readonly program: string;
  readonly artifacts: ArtifactBucket;
  /** The token with which git reads and pushes the repositories. */
  readonly repositoryToken: ISecret;
  readonly network: 'isolated' | 'open';
  readonly size: 'small' | 'medium' | 'large';
  readonly logs: LogSettings;
  /** ARNs of the Lambda functions, and of their versions, that the services' deploy commands update. */
  readonly deploys: readonly string[];
}

/** The four jobs. Only `verify` runs untrusted code: it alone is isolated, and it has access to nothing worth stealing. */
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
    const deploying = { ...common, timeout: Duration.minutes(29), repositoryToken, deploys };
    this.release = new JobProject(this, 'Release', { ...deploying, job: 'release' });
    this.revert = new JobProject(this, 'Revert', { ...deploying, job: 'revert' });
  }

  get all(): readonly JobProject[] {
    return [this.scan, this.verify, this.release, this.revert];
  }

  #verify({ artifacts, size, network, logs }: JobProjectsProps, program: Asset): JobProject {
    const isolation =
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
      boundary: this.#boundary(artifacts, program, isolation),
      ...(isolation ? { network: isolation } : {}),
    });
  }

  /** Limits the role's permissions, whatever anyone grants to it later. */
  #boundary(
    artifacts: ArtifactBucket,
    program: Asset,
    isolation: IsolatedNetwork | undefined,
  ): ManagedPolicy {
    const access = { reads: ['jobs/verify/*'], writes: ['jobs/verify/*/out/*', 'logs/verify/*'] };
    const boundary = new ManagedPolicy(this, 'VerifyBoundary', {
      description: 'Upper limit of the permissions of the job that runs untrusted code',
      statements: [
        programStatement(program),
        ...artifacts.statements(access),
        ...(isolation ? networkStatements(isolation) : []),
      ],
    });
    artifacts.acknowledge(boundary, access);
    if (isolation) acknowledgePatterns(boundary, networkPatterns(isolation), codeBuildNetworkReason);
    return boundary;
  }
}
