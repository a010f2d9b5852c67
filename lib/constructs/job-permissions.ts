import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Job } from '#core/improvements/jobs.ts';
import { managedFunctionsReason } from '../access/managed-functions.ts';
import { acknowledgePatterns } from '../nag/acknowledge.ts';
import type { ArtifactBucket } from './artifact-bucket.ts';
import {
  codeBuildNetworkReason,
  type JobNetwork,
  networkPatterns,
  networkStatements,
} from './network-statements.ts';

/** What `commands.deploy` of a service on a Lambda alias does: upload its code, and publish a version of it. */
const deployActions = [
  'lambda:GetFunction',
  'lambda:GetFunctionConfiguration',
  'lambda:ListVersionsByFunction',
  'lambda:PublishVersion',
  'lambda:UpdateFunctionCode',
] as const;

/** The program is read from where its asset lies. */
export const programStatement = ({ bucket, s3ObjectKey }: Asset): PolicyStatement =>
  new PolicyStatement({ actions: ['s3:GetObject'], resources: [bucket.arnForObjects(s3ObjectKey)] });

/** What a job reaches. */
export interface JobPermissions {
  readonly job: Job['job'];
  /** The sandbox program: `main.mjs`, `relay.mjs` and the Node that runs them. */
  readonly program: Asset;
  readonly artifacts: ArtifactBucket;
  /** The token with which git reaches the repositories. Default: none, they are public or are not reached. */
  readonly repositoryToken?: ISecret;
  /** Where it runs. Default: CodeBuild's own network, with the internet in reach. */
  readonly network?: JobNetwork;
  /** Lambda functions, and their versions, that a deploy command may upload code to and publish. Default: none. */
  readonly deploys?: readonly string[];
}

/** Gives a job's role what the job needs: its own folder, and what its props name. */
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
