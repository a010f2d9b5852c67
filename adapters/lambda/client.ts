import { LambdaClient } from '@aws-sdk/client-lambda';

/** Region and credentials come from the `AWS_*` variables. What is not answered in ten seconds is asked again. */
export const lambdaClient = (): LambdaClient =>
  new LambdaClient({
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
