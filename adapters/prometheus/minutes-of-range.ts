import { type Distribution, joinDistributions } from '#core/performance/sketch/sketch-from-buckets.ts';
import { sketchFromQuantiles } from '#core/performance/sketch/sketch-from-quantiles.ts';
import type { MeasuredMinute } from '#core/performance/windows/part-of-minute.ts';
import { minute } from '#core/time.ts';
import { counterIncreases } from './counter-increases.ts';
import { bucketIncreases, ofBuckets } from './cumulative-buckets.ts';
import { nativeMinutes } from './native-increases.ts';
import type { SampledSeries } from './query-range.ts';

/** The measurements of one minute; durations in milliseconds. */
export type MinuteTotals = Pick<MeasuredMinute, 'count' | 'errors' | 'sum' | 'min' | 'max' | 'sketch'>;

export interface RangeReading {
  /** `_bucket`, `_count` and `_sum` of a histogram, or quantiles, `_count` and `_sum` of a summary. */
  readonly series: readonly SampledSeries[];
  readonly metric: string;
  /** Milliseconds per unit of the metric. */
  readonly milliseconds: number;
  /** The label with the HTTP status or its class: requests with 500 and above, or 5xx, have failed. */
  readonly statusLabel?: string | undefined;
}

/**
 * The measurements of each minute, by its start; `null` for a minute with requests but without a known distribution.
 *
 * A histogram does not tell its smallest and largest duration: the bounds of its buckets are used. Values above the
 * last finite bound are spread around their mean, which the sum tells.
 */
export function minutesOfRange({
  series,
  ...reading
}: RangeReading): ReadonlyMap<number, MinuteTotals | null> {
  const minutes = new Map<number, (MinuteTotals | null)[]>();
  for (const ofOne of Map.groupBy(series, identityOf).values())
    for (const [at, measured] of minutesOfOne(ofOne, reading))
      minutes.set(at, [...(minutes.get(at) ?? []), measured]);
  return new Map([...minutes].map(([at, all]) => [at, together(all)]));
}

/** All labels except those that distinguish the series of one histogram or summary. */
function identityOf({ labels }: SampledSeries): string {
  const { __name__: _, le: _le, quantile: _quantile, ...others } = labels;
  return JSON.stringify(Object.entries(others).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function minutesOfOne(
  series: readonly SampledSeries[],
  { metric, milliseconds, statusLabel }: Omit<RangeReading, 'series'>,
): ReadonlyMap<number, MinuteTotals | null> {
  const named = (name: string) => series.filter(({ labels }) => labels.__name__ === name);
  const [count] = named(`${metric}_count`).map(counterIncreases);
  const [sum] = named(`${metric}_sum`).map(counterIncreases);
  const buckets = bucketIncreases(named(`${metric}_bucket`), milliseconds);
  const quantiles = named(metric)
    .filter(({ labels }) => labels.quantile !== undefined)
    .map(({ labels, values }) => ({ share: Number(labels.quantile), values }));
  const hasFailed = statusLabel !== undefined && isFailure(series[0]?.labels[statusLabel] ?? '');
  const minutes = new Map<number, MinuteTotals | null>();
  for (const [at, grown] of count ?? []) {
    const requests = Math.round(grown);
    if (requests === 0) continue;
    const total = sum?.get(at);
    const inMilliseconds = total === undefined ? undefined : total * milliseconds;
    const spread =
      buckets.length > 0
        ? ofBuckets(
            buckets.map(({ bound, grown: by }) => [bound, by.get(at)]),
            requests,
            inMilliseconds,
          )
        : ofQuantiles(
            requests,
            quantiles.map(({ share, values }) => [
              share,
              (values.get(at + minute) ?? Number.NaN) * milliseconds,
            ]),
          );
    minutes.set(
      at,
      spread && inMilliseconds !== undefined
        ? { count: requests, errors: hasFailed ? requests : 0, sum: inMilliseconds, ...spread }
        : null,
    );
  }
  // A histogram may be kept in both forms; they count the same requests, and the native one knows them better.
  for (const [at, native] of nativeMinutes(named(metric), milliseconds))
    if (native) minutes.set(at, { ...native, errors: hasFailed ? native.count : 0 });
    else if (!minutes.has(at)) minutes.set(at, null);
  return minutes;
}

/** A status, `503`, or a class of them, `5xx`. */
const isFailure = (status: string): boolean => /^5(\d\d|xx)\b/i.test(status);

function ofQuantiles(
  count: number,
  quantiles: readonly (readonly [share: number, value: number])[],
): Distribution | null {
  const known = quantiles
    .filter(([, value]) => Number.isFinite(value) && value >= 0)
    .toSorted(([a], [b]) => a - b);
  const [first] = known;
  const last = known.at(-1);
  if (!first || !last) return null;
  const [min, max] = [first[1], last[1]];
  return { min, max, sketch: sketchFromQuantiles({ count, min, max, quantiles: known }) };
}

function together(all: readonly (MinuteTotals | null)[]): MinuteTotals | null {
  const known = all.filter((item) => item !== null);
  if (known.length < all.length) return null;
  const total = (value: (of: MinuteTotals) => number) => known.reduce((sum, entry) => sum + value(entry), 0);
  return {
    count: total(({ count }) => count),
    errors: total(({ errors }) => errors),
    sum: total(({ sum }) => sum),
    ...joinDistributions(known),
  };
}
