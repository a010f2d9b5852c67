import { normalCdf } from '#core/numbers/normal-distribution.ts';
import type { Component } from './world.ts';

/** Of the logarithm of the durations. */
const spread = 0.6;

/** The share of the requests that take longer than `threshold` ms. */
export function shareSlower(components: readonly Component[], threshold: number, slowness = 1): number {
  return components.reduce(
    (sum, { share, median }) =>
      sum + share * (1 - normalCdf(Math.log(threshold / (median * slowness)) / spread)),
    0,
  );
}

/** The duration, in ms, that a share of the requests exceeds. */
function durationExceededBy(components: readonly Component[], share: number): number {
  let [low, high] = [1e-3, 1e6];
  for (let i = 0; i < 60; i += 1) {
    const middle = Math.sqrt(low * high);
    if (shareSlower(components, middle) > share) low = middle;
    else high = middle;
  }
  return high;
}

/** What is added to the quantiles, in ms: a tenth of the default target. */
const tolerance = 10;

/** In ms. */
export interface Thresholds {
  /** Lower quartile; p50, p90 and p99 plus tolerance; three times the last of them. */
  readonly ascending: readonly number[];
  /** 1.25 times the p95. */
  readonly limit: number;
}

/** The thresholds that a rollout of such an endpoint freezes. */
export function thresholdsOf(components: readonly Component[]): Thresholds {
  const exceededBy = (share: number) => durationExceededBy(components, share);
  const tolerated = [0.5, 0.1, 0.01].map((share) => exceededBy(share) + tolerance);
  return {
    ascending: [exceededBy(0.75), ...tolerated, 3 * (tolerated[2] ?? 0)],
    limit: 1.25 * exceededBy(0.05),
  };
}
