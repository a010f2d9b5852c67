import type { HistogramBucket } from '#core/performance/sketch/sketch-from-buckets.ts';
import type { ExponentialPoint, HistogramPoint } from './payload-schema.ts';

/** The counts of a data point by duration in milliseconds, ascending; or why they cannot be read. */
export function bucketsOf(
  { explicitBounds, bucketCounts, count, min, max }: HistogramPoint,
  milliseconds: number,
): readonly HistogramBucket[] | string {
  const bounds = explicitBounds.map((bound) => bound * milliseconds);
  const counts = bucketCounts.map(Number);
  if (bounds.length === 0 && (min === undefined || max === undefined))
    return 'it has no buckets, minimum and maximum, so nothing tells how long its requests took';
  if (bounds.length === 0 && counts.length === 0) return [{ low: 0, high: Infinity, count: Number(count) }];
  if (counts.length !== bounds.length + 1 || totalOf(counts) !== Number(count))
    return 'its buckets do not add up to its count';
  if (bounds.some((bound, i) => bound <= (bounds[i - 1] ?? -Infinity)) || (bounds[0] ?? 0) < 0)
    return 'the bounds of its buckets do not ascend from 0';
  return counts.map((within, i) => ({ low: bounds[i - 1] ?? 0, high: bounds[i] ?? Infinity, count: within }));
}

/** The same for buckets whose bounds grow by a constant factor. */
export function exponentialBucketsOf(
  { scale, zeroCount, zeroThreshold, positive, negative, count }: ExponentialPoint,
  milliseconds: number,
): readonly HistogramBucket[] | string {
  if (negative.bucketCounts.some((within) => within > 0n)) return 'it counts negative durations';
  const bound = (index: number) => 2 ** (index * 2 ** -scale) * milliseconds;
  const zeros = { low: 0, high: Math.max(0, zeroThreshold) * milliseconds, count: Number(zeroCount) };
  const others = positive.bucketCounts.map((within, i) => ({
    low: bound(positive.offset + i),
    high: bound(positive.offset + i + 1),
    count: Number(within),
  }));
  if (others.some((bucket) => bucket.count > 0 && !Number.isFinite(bucket.low)))
    return 'its durations are beyond every number';
  if (totalOf([zeros, ...others].map((bucket) => bucket.count)) !== Number(count))
    return 'its buckets do not add up to its count';
  return [zeros, ...others];
}

const totalOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
