import { Unavailable } from '#core/errors.ts';

/** What cannot be had while the service behind it fails: `the records`, as `store/unavailable`. */
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
/** Another change of the same thing is under way. */
const busy = ['ResourceConflictException'];
const late = ['RequestTimeout', 'RequestTimeoutException', 'TimeoutError'];
const expired = ['ExpiredToken', 'ExpiredTokenException'];

/**
 * An error of an AWS client in our words: Unavailable where waiting may fix it, the error itself where the request is
 * to blame. For use once the client's own retries are over.
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

/** No answer, a fault of the server, or too many requests. */
function mayPass(error: Error): boolean {
  const status = statusOf(error);
  if (status !== undefined && (status >= 500 || status === 429)) return true;
  return [...throttled, ...busy, ...late].includes(error.name) || isOfTheNetwork(error);
}

/** The HTTP status of a service's answer; undefined when the error is none. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error && '$metadata' in error)) return undefined;
  const { httpStatusCode } = error.$metadata as { readonly httpStatusCode?: number };
  return httpStatusCode;
}

/** Node names what befalls a connection by a code; errors of AWS have none, and ours keep their own. */
const isOfTheNetwork = (error: Error): boolean => 'code' in error && statusOf(error) === undefined;
