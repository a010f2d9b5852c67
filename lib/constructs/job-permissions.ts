import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { managedFunctionsReason } from '../access/managed-functions.ts';
import { acknowledgePatterns } from '../nag/acknowledge.ts';
import type { ArtifactBucket } from './artifact-bucket.ts';
import type { JobProjectKind } from './job-build-spec.ts';
import {
  codeBuildNetworkReason,
  type JobNetwork,
  networkPatterns,
  networkStatements,
} from './network-statements.ts';

/** The actions of `commands.deploy` of a service on a Lambda alias: it uploads the code and publishes a version. */
const deployActions = [
  'lambda:GetFunction',
  'lambda:GetFunctionConfiguration',
  'lambda:ListVersionsByFunction',
  'lambda:PublishVersion',
  'lambda:UpdateFunctionCode',
] as const;

/** Allows reading the sandbox program from its asset. */
export const programStatement = ({ bucket, s3ObjectKey }: Asset): PolicyStatement =>
  new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(s3ObjectKey)] });

/** Everything that a job may access. */
export interface JobPermissions {
  readonly job: JobProjectKind;
  /** The sandbox program: `main.mjs`, `relay.mjs` and the Node binary that runs them. */
  readonly program: Asset;
  readonly artifacts: ArtifactBucket;
  /** The token with which git reads and pushes the repositories. Default: none, for public repositories or jobs without git. */
  readonly repositoryToken?: ISecret;
  /** The job's network. Default: CodeBuild's own, which reaches the internet. */
  readonly network?: JobNetwork;
  /** ARNs of the Lambda functions, and of their versions, that a deploy command may update and publish. Default: none. */
  readonly deploys?: readonly string[];
}

/** Grants a job's role access to its own folder and to everything that its props name. */
export function grantJobPermissions(
  role: Role,
  { job, program, artifacts, repositoryToken, network, deploys }: JobPermissions,
): void {
  role.addToPolicy(programStatement(program));
  artifacts.grant(role, { reads: [`jobs/${job}/*`], writes: [`jobs/${job}/*/out/*`, `logs/${job}/*`] });
  if (repositoryToken)
    role.addToPolicy(
      new PolicyStatement({
        actions: ['secretsmanager:GetSecretValue'],
        resources: [repositoryToken.secretArn],
      }),
    );
  if (network) {
    for (const statement of networkStatements(network)) role.addToPolicy(statement);
    acknowledgePatterns(role, networkPatterns(network), codeBuildNetworkReason);
  }
  if (deploys && deploys.length > 0) {
    role.addToPolicy(new PolicyStatement({ actions: [...deployActions], resources: [...deploys] }));
    acknowledgePatterns(
      role,
      deploys.filter((arn) => arn.endsWith(':*')),
      managedFunctionsReason,
    );
  }
}
