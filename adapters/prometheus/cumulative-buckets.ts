import { type Distribution, sketchFromBuckets } from '#core/performance/sketch/sketch-from-buckets.ts';
import { counterIncreases } from './counter-increases.ts';
import type { SampledSeries } from './query-range.ts';
import { boundOf } from './query-response.ts';

/** By bound, ascending. Prometheus 3 writes `le="1.0"` where earlier ones wrote `le="1"`: both are one counter. */
export function bucketIncreases(buckets: readonly SampledSeries[], milliseconds: number) {
  return [...Map.groupBy(buckets, ({ labels: { le = '' } }) => boundOf(le))]
    .map(([bound, all]) => ({
      bound: bound * milliseconds,
      grown: counterIncreases({ values: new Map(all.flatMap(({ values }) => [...values])) }),
    }))
    .toSorted((a, b) => a.bound - b.bound);
}

/**
 * @param grown growth of each cumulative bucket, which counts all durations up to its bound; by bound, ascending.
 * @param count of all requests: the bucket without bound, also where that one was left out to save space.
 */
export function ofBuckets(
  grown: readonly (readonly [bound: number, count: number | undefined])[],
  count: number,
  sum: number | undefined,
): Distribution | null {
  if (grown.some(([bound, within]) => Number.isNaN(bound) || within === undefined)) return null;
  const bounded = grown.filter(([bound]) => Number.isFinite(bound));
  if (bounded.length === 0) return null;
  let below = 0;
  return sketchFromBuckets(
    [...bounded, [Infinity, count] as const].map(([high, upTo = 0], i) => {
      const within = Math.max(0, Math.round(upTo) - below);
      below += within;
      return { low: Math.max(0, bounded[i - 1]?.[0] ?? 0), high, count: within };
    }),
    { sum },
  );
}
