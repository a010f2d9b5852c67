import { DomainError } from '#core/errors.ts';
import { logger } from './logger.ts';
import { count } from './metrics.ts';

/** Where something failed: `{ route, requestId }`, `{ improvementId }`. Names only, never what people wrote. */
export type About = Readonly<Record<string, string | undefined>>;

/** Writes a failure to log and metrics; the caller is told elsewhere. */
export function reportFailure(error: unknown, about: About): void {
  if (!(error instanceof DomainError) || error.fault === 'ours') {
    count('UnforeseenErrors');
    logger.error('unexpected failure', { ...about, error: described(error) });
  } else if (error.fault === 'dependency') {
    count('DependencyFailures');
    logger.warn('a dependency failed', { ...about, error: described(error) });
  } else {
    count('Refusals');
    // The message of a refusal may repeat the input: only its code is logged.
    logger.info('refused', { ...about, name: error.name, code: error.code });
  }
}

const deepest = 4;

/** Without the other fields of an error, which may contain whole requests. */
function described(error: unknown, depth = 1): object {
  const { name, message, stack, cause } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof Error && 'code' in error ? { code: error.code } : {};
  const deeper = cause === undefined || depth === deepest ? {} : { cause: described(cause, depth + 1) };
  return { name, ...code, message, stack, ...deeper };
}
