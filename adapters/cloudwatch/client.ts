import { CloudWatchClient, CloudWatchServiceException } from '@aws-sdk/client-cloudwatch';
import { Unavailable } from '#core/errors.ts';
import { second } from '#core/time.ts';

/** Region and credentials come from the `AWS_*` variables. The SDK tries three times, with a pause that grows. */
export function cloudWatchClient(): CloudWatchClient {
  return new CloudWatchClient({
    // Without `throwOnRequestTimeout` the SDK warns and goes on waiting.
    requestHandler: {
      connectionTimeout: 3 * second,
      requestTimeout: 10 * second,
      throwOnRequestTimeout: true,
    },
  });
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

/** What an operator or time can fix, told as Unavailable; anything else the request itself is to blame for. */
export function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const told = (code: string, sentence: string) => new Unavailable(sentence, { code, cause: error });
  if (throttled.includes(error.name))
    return told(
      'metrics/throttled',
      'CloudWatch has had too many requests and takes no more; try again later.',
    );
  if (refused.includes(error.name))
    return told(
      'metrics/credentials-refused',
      `CloudWatch does not take these credentials (${error.name}); they have expired or were never valid.`,
    );
  if (forbidden.includes(error.name))
    return told(
      'metrics/not-allowed',
      'CloudWatch refuses to be read; the role needs cloudwatch:GetMetricData.',
    );
  const mayPass =
    error instanceof CloudWatchServiceException
      ? error.$fault === 'server'
      : 'code' in error || error.name === 'TimeoutError';
  return mayPass
    ? told('metrics/unreachable', `CloudWatch does not answer (${error.name}); try again later.`)
    : error;
}
