import { setTimeout as delay } from 'node:timers/promises';

interface Patience {
  /** Milliseconds. */
  readonly patience?: number;
  readonly interval?: number;
  /** Additional text for the failure. */
  readonly hint?: () => string;
}

/**
 * Calls the function repeatedly until its result is not false, null or undefined, and returns the result.
 * @throws Error that names the condition that was not met in time.
 */
export async function until<Value>(
  what: string,
  ask: () => Value | Promise<Value>,
  { patience = 10_000, interval = 20, hint }: Patience = {},
): Promise<NonNullable<Exclude<Value, false>>> {
  for (const deadline = Date.now() + patience; ; ) {
    const answer = await ask();
    if (answer !== false && answer !== null && answer !== undefined)
      return answer as NonNullable<Exclude<Value, false>>;
    if (Date.now() > deadline)
      throw new Error(`waited ${patience} ms, but not yet: ${what}${hint ? `; ${hint()}` : ''}`);
    await delay(interval);
  }
}
