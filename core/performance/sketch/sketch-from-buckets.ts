import { merge, type Sketch } from './sketch.ts';
import { sketchFromQuantiles } from './sketch-from-quantiles.ts';

/** Number of values above `low` and up to `high`. */
export interface HistogramBucket {
  readonly low: number;
  readonly high: number;
  /** A whole number. */
  readonly count: number;
}

export interface Distribution {
  readonly min: number;
  readonly max: number;
  readonly sketch: Sketch;
}

/**
 * The distribution in a histogram; `null` if it is empty. The smallest and largest values are unknown, so the bounds
 * of the buckets are used. Values above the last finite bound count as that bound, as in Prometheus'
 * `histogram_quantile`.
 */
export function sketchFromBuckets(buckets: readonly HistogramBucket[]): Distribution | null {
  const pieces = buckets.flatMap(({ low, high, count }) => {
    if (count === 0) return [];
    const max = Number.isFinite(high) ? high : low;
    return [{ min: low, max, sketch: spreadOver(count, low, max) }];
  });
  return pieces.length === 0 ? null : joinDistributions(pieces);
}

/** The smallest and the largest value are the centers of the first and last of as many equal parts of the bucket; values between them are spaced by the logarithm. */
function spreadOver(count: number, min: number, max: number): Sketch {
  const half = (max - min) / (2 * count);
  return sketchFromQuantiles({ count, min: min + half, max: max - half, quantiles: [] });
}

export const joinDistributions = (pieces: readonly Distribution[]): Distribution => ({
  min: Math.min(...pieces.map(({ min }) => min)),
  max: Math.max(...pieces.map(({ max }) => max)),
  sketch: merge(pieces.map(({ sketch }) => sketch)),
});
