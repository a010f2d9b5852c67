import { LambdaClient } from '@aws-sdk/client-lambda';

/** Region and credentials come from the `AWS_*` variables. No answer within ten seconds is none, and is asked for again. */
export const lambdaClient = (): LambdaClient =>
  new LambdaClient({
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });
