import { LambdaClient } from '@aws-sdk/client-lambda';

/** Region and credentials come from the `AWS_*` variables. A request without a response within 10 s is retried. */
export const lambdaClient = (): LambdaClient =>
  new LambdaClient({
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
