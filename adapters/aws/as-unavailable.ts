import { Unavailable } from '#core/errors.ts';

/** What is unavailable while the AWS service behind it fails: `the records`, as `store/unavailable`. */
export interface Outage {
  readonly what: string;
  readonly code: string;
}

const throttled = [
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
];
/** Another change of the same resource is in progress. */
const busy = ['ResourceConflictException'];
const late = ['RequestTimeout', 'RequestTimeoutException', 'TimeoutError'];
const expired = ['ExpiredToken', 'ExpiredTokenException'];

/**
 * Maps an error of an AWS client: Unavailable if waiting may help, otherwise the error itself. Use it after the
 * client's own retries.
 */
export function toUnavailable(error: unknown, { what, code }: Outage): unknown {
  if (!(error instanceof Error)) return error;
  if (expired.includes(error.name))
    return new Unavailable(`the credentials for ${what} have expired; try again once they are renewed.`, {
      code,
      cause: error,
    });
  if (!mayPass(error)) return error;
  return new Unavailable(`${what} cannot be reached or written at the moment; try again.`, {
    code,
    cause: error,
  });
}

/** No response, a server error, or throttling. */
function mayPass(error: Error): boolean {
  const status = statusOf(error);
  if (status !== undefined && (status >= 500 || status === 429)) return true;
  return [...throttled, ...busy, ...late].includes(error.name) || isOfTheNetwork(error);
}

/** The HTTP status of a response; undefined if the error is not a response. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error && '$metadata' in error)) return undefined;
  const { httpStatusCode } = error.$metadata as { readonly httpStatusCode?: number };
  return httpStatusCode;
}

/** Node's connection errors have a code; AWS errors have none, and ours have their own. */
const isOfTheNetwork = (error: Error): boolean => 'code' in error && statusOf(error) === undefined;
