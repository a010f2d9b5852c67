import { minute } from '#core/time.ts';

export interface CacheOptions {
  /** How old what was read may be, in milliseconds. Default: a minute. */
  readonly maxAge?: number;
  readonly now?: () => number;
}

/** Reads a record that is asked for again and again as seldom as it may be; a reading that failed is not kept. */
export function cachedRead<Value>(
  read: () => Promise<Value>,
  { maxAge = minute, now = Date.now }: CacheOptions,
): { get(): Promise<Value>; invalidate(): void } {
  let kept: { readonly at: number; readonly value: Promise<Value> } | undefined;
  return {
    get() {
      if (!kept || now() - kept.at >= maxAge) {
        const value = read();
        kept = { at: now(), value };
        value.catch(() => {
          kept = undefined;
        });
      }
      return kept.value;
    },
    invalidate() {
      kept = undefined;
    },
  };
}
