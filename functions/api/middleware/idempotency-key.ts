/**
 * The key under which the response to a caller's request is kept. Of two callers, no id and key are joined to the same:
 * only what follows the first `#` is the key that the caller gave.
 */
export function idempotencyKey(callerId: string, given: string): string {
  return `${callerId.replace(/[%#]/g, encodeURIComponent)}#${given}`;
}
