import type { MetricsReading } from '#core/performance/collection/metrics-source.ts';
import { sketchFromQuantiles } from '#core/performance/sketch/sketch-from-quantiles.ts';
import { partOfMinute } from '#core/performance/windows/part-of-minute.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import { type EndpointSeries, type MetricRequest, percentiles, statisticOf } from './plan-queries.ts';
import type { MetricDataValues } from './read-metric-data.ts';

interface SeriesReading {
  readonly service: string;
  readonly windowSeconds: number;
  readonly series: EndpointSeries;
  readonly valuesOf: (quantity: MetricRequest['quantity'], statistic: string) => MetricDataValues | undefined;
}

/** The parts' instance. */
const source = 'cloudwatch';

/** One part for each complete minute: nothing is made up for a minute with a missing number. */
export function partsOfSeries(reading: SeriesReading): MetricsReading {
  const { endpoint, version, requests } = reading.series;
  const incomplete = (reason: string) => ({ endpoint, version, reason });
  for (const { quantity, statistics } of requests)
    for (const statistic of statistics) {
      const answer = reading.valuesOf(quantity, statistic);
      const lacking = answer ? answer.missing : 'the response of CloudWatch lacks one of the queries';
      if (lacking !== null) return { parts: [], incomplete: [incomplete(`${lacking}.`)] };
    }

  const minutes = minutesOf(reading);
  const made = minutes.map((minute) => partAt(reading, minute));
  const parts = made.filter((part) => part !== null);
  const unreadable = minutes.filter((_, i) => made[i] === null);
  const [first] = unreadable;
  if (first === undefined) return { parts, incomplete: [] };
  const reason =
    `CloudWatch knows ${unreadable.length} minutes without all statistics, first ${new Date(first).toISOString()}: ` +
    'they have not settled, or the metric is published as statistic sets, which have no percentiles.';
  return { parts, incomplete: [incomplete(reason)] };
}

/** Every minute with at least one known number. */
function minutesOf({ series, valuesOf }: SeriesReading): readonly number[] {
  const minutes = new Set<number>();
  // A minute without errors does not imply a request.
  for (const { quantity, statistics } of series.requests)
    for (const statistic of statistics)
      for (const [minute, value] of valuesOf(quantity, statistic)?.values ?? [])
        if (quantity === 'latency' || value > 0) minutes.add(minute);
  return [...minutes].sort((a, b) => a - b);
}

function partAt(
  { service, windowSeconds, series, valuesOf }: SeriesReading,
  minute: number,
): WindowPart | null {
  const { endpoint, version, location } = series;
  const latencyOf = (statistic: string) => valuesOf('latency', statistic)?.values.get(minute);
  const durations = ['Sum', 'Minimum', 'Maximum', ...percentiles.map(statisticOf)].map(latencyOf);
  const count = Math.round(latencyOf('SampleCount') ?? 0);
  const known = durations.filter((value) => value !== undefined && value >= 0);
  if (count === 0 || known.length < durations.length) return null;
  const [sum = 0, min = 0, max = 0, ...quantiles] = known.map(
    (value) => Number(value) * location.milliseconds,
  );
  // If nothing failed, load balancers publish no value. Errors may be published before the durations of the same minute.
  const errors = Math.min(count, Math.round(valuesOf('errors', 'Sum')?.values.get(minute) ?? 0));
  const shares = percentiles.map((share, i) => [share, quantiles[i] ?? max] as const);
  const sketch = sketchFromQuantiles({ count, min, max, quantiles: shares });
  const measured = { service, endpoint, version, minute, count, errors, sum, min, max, sketch };
  return partOfMinute(measured, windowSeconds, source);
}
