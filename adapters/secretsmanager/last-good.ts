import { Unavailable } from '#core/errors.ts';

interface Shelf {
  /** Milliseconds for which a value is used without asking again. */
  readonly fresh: number;
  /** Milliseconds after its reading for which a value still serves while its source is unavailable. */
  readonly lasting: number;
  readonly now: () => number;
}

/** Answers the value that it has, or with `fresh` one that is read now. */
export type Kept<Value> = (options?: { readonly fresh: boolean }) => Promise<Value>;

/**
 * Keeps what `read` answers. Callers at the same time share one reading; a reading that failed is not kept, and where
 * its source is Unavailable the last good value goes on, unless a fresh one was asked for.
 */
export function lastGood<Value>(read: () => Promise<Value>, { fresh, lasting, now }: Shelf): Kept<Value> {
  let good: { readonly value: Value; readonly at: number } | undefined;
  let reading: Promise<Value> | undefined;

  async function readNow(): Promise<Value> {
    const at = now();
    const value = await read();
    good = { value, at };
    return value;
  }
  const share = (): Promise<Value> => {
    reading ??= readNow().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  return async (options) => {
    if (options?.fresh) return share();
    if (good && now() - good.at < fresh) return good.value;
    try {
      return await share();
    } catch (error) {
      if (error instanceof Unavailable && good && now() - good.at < lasting) return good.value;
      throw error;
    }
  };
}
