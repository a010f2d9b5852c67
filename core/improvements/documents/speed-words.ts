/** A ratio of times before and after, above 1 where it became faster, with its 95 % interval. */
export interface SpeedInterval {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

/** "5.71x faster (95 % CI 5.30 to 6.02)". */
export const describeInterval = ({ ratio, low, high }: SpeedInterval): string =>
  `${ratio.toFixed(2)}x faster (95 % CI ${low.toFixed(2)} to ${high.toFixed(2)})`;
