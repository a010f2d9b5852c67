import { minute } from '#core/time.ts';

export interface CacheOptions {
  /** Milliseconds for which a value is reused. Default: a minute. */
  readonly maxAge?: number;
  readonly now?: () => number;
}

/** Caches the result of `read` for `maxAge`. A failed read is not cached. */
export function cachedRead<Value>(
  read: () => Promise<Value>,
  { maxAge = minute, now = Date.now }: CacheOptions,
): { get(): Promise<Value>; invalidate(): void } {
  let cached: { readonly at: number; readonly value: Promise<Value> } | undefined;
  return {
    get() {
      const age = cached ? now() - cached.at : maxAge;
      // A clock that was set back would otherwise keep the value until it is there again.
      if (!cached || age >= maxAge || age < 0) {
        const value = read();
        cached = { at: now(), value };
        value.catch(() => {
          cached = undefined;
        });
      }
      return cached.value;
    },
    invalidate() {
      cached = undefined;
    },
  };
}
