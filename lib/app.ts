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
  /** Where the assembly is written. Default: where the CDK's command wants it. */
  readonly outdir?: string;
}

/** Behavior of the CDK that is not its default yet. */
const featureFlags = {
  // Access logs are let in by a policy: a bucket that still minds ACLs is one more thing to review.
  '@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy': true,
  '@aws-cdk/core:checkSecretUsage': true,
  // What the service stack uses of the other cannot be taken away from under it.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};

/** The two stacks of an installation, under the security rules that every synthesis checks. */
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
