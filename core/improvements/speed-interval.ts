/** A ratio of times before and after, above 1 where it became faster, with its 95 % interval. */
export interface SpeedInterval {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** "5.71x faster (95 % CI 5.30 to 6.02)", or slower by the inverse. */
export function describeInterval({ ratio, low, high }: SpeedInterval): string {
  const [value, from, to] = ratio < 1 ? [1 / ratio, 1 / high, 1 / low] : [ratio, low, high];
  const which = ratio < 1 ? 'slower' : 'faster';
  return `${value.toFixed(2)}x ${which} (95 % CI ${from.toFixed(2)} to ${to.toFixed(2)})`;
}
