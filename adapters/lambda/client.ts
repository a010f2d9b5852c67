import { LambdaClient } from '@aws-sdk/client-lambda';
import { second } from '#core/time.ts';

/** Region and credentials come from the `AWS_*` variables. A request without a response within 10 s is retried. */
export const lambdaClient = (): LambdaClient =>
  new LambdaClient({
    requestHandler: {
      connectionTimeout: 2 * second,
      requestTimeout: 10 * second,
      throwOnRequestTimeout: true,
    },
  });
