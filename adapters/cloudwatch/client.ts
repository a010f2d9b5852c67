import { CloudWatchClient, CloudWatchServiceException } from '@aws-sdk/client-cloudwatch';
import { Unavailable } from '#core/errors.ts';
import { second } from '#core/time.ts';
import { keepingBudget } from '../aws/call-budget.ts';
import { limits } from '../aws/limits.ts';

/** Region and credentials come from the `AWS_*` variables. */
export function cloudWatchClient(): CloudWatchClient {
  return keepingBudget(new CloudWatchClient(limits({ connect: 3 * second, respond: 10 * second })));
}

const throttled = ['Throttling', 'ThrottlingException', 'RequestLimitExceeded', 'LimitExceededException'];
const refused = [
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'CredentialsProviderError',
];
const forbidden = ['AccessDenied', 'AccessDeniedException'];

/** Unavailable for errors that an operator or time can fix; any other error is caused by the request itself. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const told = (code: string, sentence: string) => new Unavailable(sentence, { code, cause: error });
  if (throttled.includes(error.name))
    return told('metrics/throttled', 'CloudWatch throttles requests; try again later.');
  if (refused.includes(error.name))
    return told(
      'metrics/credentials-refused',
      `CloudWatch rejects the credentials (${error.name}); they have expired or were never valid.`,
    );
  if (forbidden.includes(error.name))
    return told('metrics/not-allowed', 'CloudWatch denies access; the role needs cloudwatch:GetMetricData.');
  const mayPass =
    error instanceof CloudWatchServiceException
      ? error.$fault === 'server'
      : 'code' in error || error.name === 'TimeoutError';
  return mayPass
    ? told('metrics/unreachable', `CloudWatch does not respond (${error.name}); try again later.`)
    : error;
}
