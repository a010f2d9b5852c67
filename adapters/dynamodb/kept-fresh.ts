export interface Freshness {
  /** How old what was read may be, in milliseconds. Default: a minute. */
  readonly freshFor?: number;
  readonly now?: () => number;
}

/** Reads a record that is asked for again and again as seldom as it may be; a reading that failed is not kept. */
export function keptFresh<Value>(
  read: () => Promise<Value>,
  { freshFor = 60_000, now = Date.now }: Freshness,
): { get(): Promise<Value>; forget(): void } {
  let kept: { readonly at: number; readonly value: Promise<Value> } | undefined;
  return {
    get() {
      if (!kept || now() - kept.at >= freshFor) {
        const value = read();
        kept = { at: now(), value };
        value.catch(() => {
          kept = undefined;
        });
      }
      return kept.value;
    },
    forget() {
      kept = undefined;
    },
  };
}
