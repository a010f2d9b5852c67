import {
  type Distribution,
  type HistogramBucket,
  sketchFromBuckets,
} from '#core/performance/sketch/sketch-from-buckets.ts';
import { minute } from '#core/time.ts';
import type { SampledSeries } from './query-range.ts';
import type { NativeHistogram } from './query-response.ts';

/** What a native histogram counted within one minute, in the unit of its metric. */
interface NativeIncrease {
  readonly count: number;
  readonly sum: number;
  /** Ascending. */
  readonly buckets: readonly HistogramBucket[];
}

/** What native histograms counted in one minute. Durations in milliseconds. */
export type NativeMinute = Distribution & { readonly count: number; readonly sum: number };

/** The minutes with requests, by their start; `null` for one whose buckets have no bounds that tell the durations. */
export function* nativeMinutes(
  series: readonly SampledSeries[],
  milliseconds: number,
): Generator<readonly [minute: number, counted: NativeMinute | null]> {
  for (const [at, { count, sum, buckets }] of series.flatMap((one) => [...nativeIncreases(one)])) {
    const total = sum * milliseconds;
    const requests = Math.round(count);
    if (requests === 0) continue;
    const spread = buckets.some(isUnbounded)
      ? null
      : sketchFromBuckets(
          buckets.map(({ low, high, count: within }) => ({
            low: low * milliseconds,
            high: high * milliseconds,
            count: within,
          })),
          { sum: total },
        );
    yield [at, spread && { count: requests, sum: total, ...spread }];
  }
}

/** The only bucket of a histogram with custom buckets of which none has a bound. */
const isUnbounded = ({ low, high }: HistogramBucket): boolean => low <= 0 && high === Infinity;

/**
 * The increase of a native histogram in each minute, by the minute's start. One whose counts fell, or whose buckets no
 * longer contain the earlier ones, was reset. A histogram that got coarser in between holds the earlier counts in the buckets
 * that contain the earlier ones.
 */
function nativeIncreases({
  histograms = new Map(),
}: Pick<SampledSeries, 'histograms'>): ReadonlyMap<number, NativeIncrease> {
  const grown = new Map<number, NativeIncrease>();
  for (const [at, after] of histograms) {
    const before = histograms.get(at - minute);
    if (before && Number.isFinite(after.sum)) grown.set(at - minute, increaseOf(before, after));
  }
  return grown;
}

function increaseOf(before: NativeHistogram, after: NativeHistogram): NativeIncrease {
  const buckets = after.buckets.map((bucket) => {
    const earlier = before.buckets
      .filter((one) => isWithin(one, bucket))
      .reduce((sum, { count }) => sum + count, 0);
    return { ...bucket, count: Math.round(bucket.count - earlier) };
  });
  const isContinued = before.buckets.every((one) => after.buckets.some((bucket) => isWithin(one, bucket)));
  const wasReset = !isContinued || after.count < before.count || buckets.some(({ count }) => count < 0);
  return wasReset ? after : { count: after.count - before.count, sum: after.sum - before.sum, buckets };
}

const isWithin = (one: HistogramBucket, other: HistogramBucket): boolean =>
  one.low >= other.low && one.high <= other.high;
