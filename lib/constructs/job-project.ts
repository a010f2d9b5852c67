import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type BuildEnvironmentVariable,
  BuildEnvironmentVariableType,
  BuildSpec,
  ComputeType,
  LinuxBuildImage,
  Project,
  Source,
} from 'aws-cdk-lib/aws-codebuild';
import { type IManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge.ts';
import { jobBuildSpec } from './job-build-spec.ts';
import { grantJobPermissions, type JobPermissions } from './job-permissions.ts';

export interface JobProjectProps extends JobPermissions {
  readonly size: 'small' | 'medium' | 'large';
  /** The job's time limit; the state machine's own limit is slightly longer. */
  readonly timeout: Duration;
  /** The permissions boundary of its role. Default: none. */
  readonly boundary?: IManagedPolicy;
}

const sizes = {
  small: ComputeType.SMALL,
  medium: ComputeType.MEDIUM,
  large: ComputeType.LARGE,
} as const;

/**
 * One job of the sandbox program in CodeBuild. Its role reads `jobs/<job>/`, writes to `out/` inside, and has no other
 * permissions than those granted here: no other construct can add a policy to the role.
 */
export class JobProject extends Construct {
  readonly project: Project;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: JobProjectProps) {
    super(scope, id);
    const { job, program, network, boundary } = props;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codebuild.amazonaws.com'),
      ...(boundary ? { permissionsBoundary: boundary } : {}),
    });
    grantJobPermissions(this.role, props);
    this.project = new Project(this, 'Project', {
      description: `The ${job} job of an improvement`,
      role: this.role.withoutPolicyUpdates(),
      source: Source.s3({ bucket: program.bucket as IBucket, path: program.s3ObjectKey }),
      buildSpec: BuildSpec.fromObject(jobBuildSpec(job, props.artifacts.name)),
      environment: {
        buildImage: LinuxBuildImage.STANDARD_7_0,
        computeType: sizes[props.size],
        privileged: false,
        environmentVariables: variablesOf(props),
      },
      timeout: props.timeout,
      queuedTimeout: Duration.minutes(30),
      // Logs go to the artifact bucket, because the isolated network reaches nothing but S3.
      logging: {
        cloudWatch: { enabled: false },
        s3: { bucket: props.artifacts.bucket, prefix: `logs/${job}`, enabled: true },
      },
      ...(network
        ? {
            vpc: network.vpc,
            securityGroups: [network.securityGroup],
            subnetSelection: { subnets: network.vpc.isolatedSubnets },
          }
        : {}),
    });
    // The CDK would allow a project in a VPC to use every VPC; the role has the narrow statements already.
    this.project.node.tryRemoveChild('PolicyDocument');
    // CodeBuild refuses to create a project in a VPC until its role can describe that VPC.
    this.project.node.addDependency(this.role);
    acknowledge(
      this.project,
      'AwsSolutions-CB4',
      'The project has no CodeBuild artifacts; its results go to an encrypted bucket.',
    );
  }

  /** Builds that failed as builds; a build that rejects its candidate has succeeded. */
  metricFailed(): Metric {
    return this.project.metricFailedBuilds({ period: Duration.minutes(5) });
  }
}

function variablesOf({ repositoryToken }: JobProjectProps): Record<string, BuildEnvironmentVariable> {
  if (!repositoryToken) return {};
  return {
    IRONCLAW_GIT_TOKEN: {
      type: BuildEnvironmentVariableType.SECRETS_MANAGER,
      value: repositoryToken.secretArn,
    },
  };
}
