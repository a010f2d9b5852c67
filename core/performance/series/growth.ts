import type { HistogramBucket } from '../sketch/sketch-from-buckets.ts';
import type { SeriesPoint } from './ports.ts';

/**
 * What was counted between two points of one series; `null` if the later one does not continue the earlier one, because
 * it counts less or in buckets that do not contain the earlier ones. Buckets may have become wider in between, as those of
 * exponential histograms do.
 *
 * The smallest and the largest value are known only where they are new since the earlier point.
 */
export function growthBetween(earlier: SeriesPoint, later: SeriesPoint): SeriesPoint | null {
  const count = later.count - earlier.count;
  const buckets = later.buckets.map((bucket) => ({
    ...bucket,
    count: bucket.count - totalOf(earlier.buckets.filter((one) => isWithin(one, bucket))),
  }));
  if (buckets.some((bucket) => bucket.count < 0) || totalOf(buckets) !== count) return null;
  return {
    from: earlier.to,
    to: later.to,
    count,
    // Sums of floating-point numbers may shrink by a rounding error.
    sum: Math.max(0, later.sum - earlier.sum),
    min: later.min !== undefined && later.min < (earlier.min ?? Infinity) ? later.min : undefined,
    max: later.max !== undefined && later.max > (earlier.max ?? -Infinity) ? later.max : undefined,
    buckets: buckets.filter((bucket) => bucket.count > 0),
  };
}

const isWithin = (one: HistogramBucket, other: HistogramBucket): boolean =>
  one.low >= other.low && one.high <= other.high;

const totalOf = (buckets: readonly HistogramBucket[]): number =>
  buckets.reduce((sum, { count }) => sum + count, 0);
