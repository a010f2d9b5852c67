import { quantiles, type Sketch } from '../performance/sketch/sketch.ts';
import type { Exclusion } from '../service/manifest.ts';
import type { Thresholds } from './rollout.ts';

/** The thresholds of an endpoint with these durations. @param tolerance in ms. */
export function thresholdsOf(
  sketch: Sketch,
  tolerance: number,
  { latency }: Pick<Exclusion, 'latency'>,
): Thresholds {
  const [quartile = 0, p50 = 0, p90 = 0, p95 = 0, p99 = 0] = quantiles(sketch, [0.25, 0.5, 0.9, 0.95, 0.99]);
  return {
    quartile,
    tolerated: [p50 + tolerance, p90 + tolerance, p99 + tolerance],
    // At least the tolerance: a p95 of 0.4 instead of 0.3 ms is not to be excluded.
    limit: Math.max(latency * p95, p95 + tolerance),
  };
}
