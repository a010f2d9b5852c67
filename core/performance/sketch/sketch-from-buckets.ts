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

/** What a histogram tells beside its buckets. */
export interface KnownOfHistogram {
  readonly sum?: number | undefined;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/**
 * The distribution in a histogram; `null` if it is empty. Where the smallest and largest values are unknown, the bounds
 * of the buckets are used. Of the values above the last finite bound the mean is known from the sum: they are spread
 * around it. Without a sum they count as that bound, as in Prometheus' `histogram_quantile`.
 */
export function sketchFromBuckets(
  buckets: readonly HistogramBucket[],
  known: KnownOfHistogram = {},
): Distribution | null {
  const pieces = buckets.flatMap((bucket) => {
    if (bucket.count === 0) return [];
    const min = clamp(Math.max(bucket.low, 0), known);
    const high = Number.isFinite(bucket.high) ? bucket.high : endOfLast(bucket, buckets, known);
    const max = Math.max(min, clamp(high, known));
    return [{ min, max, sketch: spreadOver(bucket.count, min, max) }];
  });
  return pieces.length === 0 ? null : joinDistributions(pieces);
}

const clamp = (value: number, { min = 0, max = Infinity }: KnownOfHistogram): number =>
  min <= max ? Math.min(Math.max(value, min), max) : value;

/** As far above the mean of the values in the last bucket as its start is below. */
function endOfLast(
  { low, count }: HistogramBucket,
  buckets: readonly HistogramBucket[],
  { sum, max }: KnownOfHistogram,
): number {
  if (max !== undefined) return max;
  if (sum === undefined) return low;
  const below = buckets
    .filter(({ high }) => Number.isFinite(high))
    .reduce((total, bucket) => total + (bucket.count * (Math.max(bucket.low, 0) + bucket.high)) / 2, 0);
  return Math.max(low, (2 * (sum - below)) / count - low);
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
