import { Unavailable } from '#core/errors.ts';

interface Shelf {
  /** Milliseconds for which a value is used without reading it again. */
  readonly fresh: number;
  /** Milliseconds since its reading for which a value may be used while its source is unavailable. */
  readonly lasting: number;
  readonly now: () => number;
}

/** Returns the kept value, or with `fresh` a value that is read now. */
export type Kept<Value> = (options?: { readonly fresh: boolean }) => Promise<Value>;

/**
 * Keeps the result of `read`. Concurrent callers share one reading. A failed reading is not kept; if the source is
 * Unavailable, the last good value is returned, unless a fresh one was requested.
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
