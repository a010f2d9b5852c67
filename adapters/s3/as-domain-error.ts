import { statusOf, toUnavailable } from '#adapters/aws/as-unavailable.ts';
import { Forbidden, NotFound, Unavailable } from '#core/errors.ts';

interface Call {
  /** The permission required for the call. */
  readonly action: string;
  readonly key: string;
  readonly address: string;
}

const artifacts = { what: 'the artifacts', code: 'artifact/unavailable' };

/** Waits for a call to S3, and translates its failure into a domain error. */
export async function toDomainError<Result>(call: Call, calling: Promise<Result>): Promise<Result> {
  try {
    return await calling;
  } catch (error) {
    throw inOurWords(error, call);
  }
}

/** By status if S3 gives no error name: the response to a HEAD has no body. */
function inOurWords(error: unknown, { action, key, address }: Call): unknown {
  const told = toUnavailable(error, artifacts);
  if (told !== error || !(error instanceof Error)) return told;
  const data = { key };
  if (error.name === 'NoSuchBucket')
    return new NotFound(
      `there is no bucket for ${address}; the URL of the artifacts should name an existing one.`,
      {
        code: 'artifact/no-bucket',
        fault: 'ours',
        data,
        cause: error,
      },
    );
  if (statusOf(error) === 404)
    return new NotFound(`there is no artifact ${key}.`, { code: 'artifact/unknown', data, cause: error });
  if (error.name === 'AccessDenied' || (statusOf(error) === 403 && isNameless(error)))
    return new Forbidden(
      `the role lacks ${action} on ${address}, or the object does not exist and the role lacks s3:ListBucket.`,
      { code: 'artifact/forbidden', fault: 'ours', data: { key, action }, cause: error },
    );
  // S3 responds to a HEAD with expired credentials with a bare 400, and to no other request of ours.
  if (statusOf(error) === 400 && isNameless(error))
    return new Unavailable('the artifacts cannot be read; the credentials may have expired. Try again.', {
      code: artifacts.code,
      cause: error,
    });
  return error;
}

const isNameless = (error: Error): boolean => error.name === 'Unknown';
