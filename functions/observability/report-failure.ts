import { DomainError } from '#core/errors.ts';
import { logger } from './logger.ts';
import { count } from './metrics.ts';

/** Where something failed: `{ route, requestId }`, `{ improvementId }`. Names alone, never what people said. */
export type About = Readonly<Record<string, string | undefined>>;

/** Tells log and metrics what went wrong; the caller hears of it by other ways. */
export function reportFailure(error: unknown, about: About): void {
  if (!(error instanceof DomainError) || error.fault === 'ours') {
    count('UnforeseenErrors');
    logger.error('failed in a way that nobody foresaw', { ...about, error: described(error) });
  } else if (error.fault === 'dependency') {
    count('DependencyFailures');
    logger.warn('could not do its work', { ...about, error: described(error) });
  } else {
    count('Refusals');
    // The sentence of a refusal may repeat what was sent. Its code says enough.
    logger.info('refused', { ...about, name: error.name, code: error.code });
  }
}

const deepest = 4;

/** Without the other fields of an error, which may hold whole requests. */
function described(error: unknown, depth = 1): object {
  const { name, message, stack, cause } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof Error && 'code' in error ? { code: error.code } : {};
  const deeper = cause === undefined || depth === deepest ? {} : { cause: described(cause, depth + 1) };
  return { name, ...code, message, stack, ...deeper };
}
