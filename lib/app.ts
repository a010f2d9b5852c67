import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { Configuration } from './config/configuration.ts';
import type { Bundle } from './constructs/handler-function.ts';
import { ServiceStack } from './stacks/service-stack.ts';
import { StatefulStack } from './stacks/stateful-stack.ts';

export interface IronclawAppProps {
  readonly configuration: Configuration;
  readonly bundle: Bundle;
  readonly program: string;
  /** Folder of the cloud assembly. Default: the one that the CDK CLI passes. */
  readonly outdir?: string;
}

/** CDK behavior that is not yet the default. */
const featureFlags = {
  // S3 delivers access logs under a bucket policy; with ACLs there would be one more thing to review.
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/core:checkSecretUsage': true,
  // CloudFormation refuses to delete a resource of the stateful stack that the service stack uses.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};

/** Builds the two stacks of an installation; every synthesis checks them against the security rules. */
export function ironclawApp({ configuration, bundle, program, outdir }: IronclawAppProps): App {
  const app = new App({ context: featureFlags, ...(outdir === undefined ? {} : { outdir }) });
  const { name, account, region } = configuration;
  const place =
    account || region ? { env: { ...(account ? { account } : {}), ...(region ? { region } : {}) } } : {};
  const stateful = new StatefulStack(app, `${name}-stateful`, { configuration, ...place });
  new ServiceStack(app, `${name}-service`, { configuration, stateful, bundle, program, ...place });
  Tags.of(app).add('ironclaw', name);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  return app;
}
