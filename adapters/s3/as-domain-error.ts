import { statusOf, toUnavailable } from '#adapters/aws/as-unavailable.ts';
import { Forbidden, NotFound, Unavailable } from '#core/errors.ts';

interface Call {
  /** The permission that the call needs. */
  readonly action: string;
  readonly key: string;
  readonly address: string;
}

const artifacts = { what: 'the artifacts', code: 'artifact/unavailable' };

/** Waits for a call of S3, and tells what it fails with in our words. */
export async function toDomainError<Result>(call: Call, calling: Promise<Result>): Promise<Result> {
  try {
    return await calling;
  } catch (error) {
    throw inOurWords(error, call);
  }
}

/** By status where S3 gives no name: the answer to a HEAD has no body to say it in. */
function inOurWords(error: unknown, { action, key, address }: Call): unknown {
  const told = toUnavailable(error, artifacts);
  if (told !== error || !(error instanceof Error)) return told;
  const data = { key };
  if (error.name === 'NoSuchBucket')
    return new NotFound(`there is no bucket for ${address}; the URL of the artifacts should name one.`, {
      code: 'artifact/no-bucket',
      fault: 'ours',
      data,
      cause: error,
    });
  if (statusOf(error) === 404)
    return new NotFound(`there is no artifact ${key}.`, { code: 'artifact/unknown', data, cause: error });
  if (error.name === 'AccessDenied' || (statusOf(error) === 403 && isNameless(error)))
    return new Forbidden(
      `the role lacks ${action} on ${address}, or it is not there and the role lacks s3:ListBucket.`,
      { code: 'artifact/forbidden', fault: 'ours', data: { key, action }, cause: error },
    );
  // Credentials that have expired are a bare 400 to a HEAD, and nothing else that we send is.
  if (statusOf(error) === 400 && isNameless(error))
    return new Unavailable(
      'the artifacts cannot be asked for; the credentials may have expired. Try again.',
      {
        code: artifacts.code,
        cause: error,
      },
    );
  return error;
}

const isNameless = (error: Error): boolean => error.name === 'Unknown';
