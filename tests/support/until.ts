import { setTimeout as delay } from 'node:timers/promises';

interface Patience {
  /** Milliseconds. */
  readonly patience?: number;
  readonly interval?: number;
  /** What the failure should tell besides. */
  readonly hint?: () => string;
}

/**
 * Asks again and again until the answer is neither false, null nor undefined, and returns it.
 * @throws Error which says what was waited for in vain.
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
      throw new Error(`waited ${patience} ms in vain until ${what}${hint ? `; ${hint()}` : ''}`);
    await delay(interval);
  }
}
