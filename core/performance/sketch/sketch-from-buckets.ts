import { merge, type Sketch } from './sketch.ts';
import { sketchFromQuantiles } from './sketch-from-quantiles.ts';

/** Values from above `low` up to `high`. */
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
 * What a histogram tells of a distribution; `null` where it holds nothing. The least and the greatest value are not
 * known: they are the bounds of the buckets. What lies above the last finite bound is taken to lie there, as Prometheus'
 * `histogram_quantile` does.
 */
export function sketchFromBuckets(buckets: readonly HistogramBucket[]): Distribution | null {
  const pieces = buckets.flatMap(({ low, high, count }) => {
    if (count === 0) return [];
    const max = Number.isFinite(high) ? high : low;
    return [{ min: low, max, sketch: spreadOver(count, low, max) }];
  });
  return pieces.length === 0 ? null : joinDistributions(pieces);
}

/** Values in the middle of as many equal parts of the bucket, the least and the greatest; between them by the logarithm. */
function spreadOver(count: number, min: number, max: number): Sketch {
  const half = (max - min) / (2 * count);
  return sketchFromQuantiles({ count, min: min + half, max: max - half, quantiles: [] });
}

export const joinDistributions = (pieces: readonly Distribution[]): Distribution => ({
  min: Math.min(...pieces.map(({ min }) => min)),
  max: Math.max(...pieces.map(({ max }) => max)),
  sketch: merge(pieces.map(({ sketch }) => sketch)),
});
