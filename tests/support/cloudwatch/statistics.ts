import type { WireRequest, WireResult } from './cloudwatch.ts';

/** A value of a metric, as a service or AWS published it. */
export interface Published {
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly value: number;
}

/** Responds to every query from the published values: one value per minute with data, computed like CloudWatch's statistics. */
export function resultsOf(
  { MetricDataQueries, StartTime, EndTime }: WireRequest,
  published: readonly Published[],
): readonly WireResult[] {
  const inTime = published.filter(({ at }) => at >= StartTime * 1_000 && at < EndTime * 1_000);
  const byMetric = Map.groupBy(inTime, ({ metric, dimensions }) => keyOf(metric, Object.entries(dimensions)));
  return MetricDataQueries.map((query) => {
    const { MetricName, Dimensions } = query.MetricStat.Metric;
    const asked = keyOf(
      MetricName,
      Dimensions.map(({ Name, Value }) => [Name, Value]),
    );
    const ofMetric = byMetric.get(asked) ?? [];
    const minutes = Map.groupBy(ofMetric, ({ at }) => Math.floor(at / 60_000) * 60);
    const sorted = [...minutes].sort(([a], [b]) => a - b);
    const computed = (ones: readonly Published[]) =>
      statistic(
        query.MetricStat.Stat,
        ones.map(({ value }) => value),
      );
    return {
      Id: query.Id,
      StatusCode: 'Complete',
      Timestamps: sorted.map(([at]) => at),
      Values: sorted.map(([, ones]) => computed(ones)),
    };
  });
}

const keyOf = (metric: string, dimensions: readonly (readonly [name: string, value: string])[]) =>
  JSON.stringify([metric, dimensions.toSorted(([a], [b]) => (a < b ? -1 : 1))]);

function statistic(name: string, values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const share = /^p([\d.]+)$/.exec(name)?.[1];
  if (share !== undefined) return sorted[Math.ceil((Number(share) / 100) * sorted.length) - 1] ?? Number.NaN;
  const sum = values.reduce((total, value) => total + value, 0);
  const known = { SampleCount: values.length, Sum: sum, Minimum: sorted[0], Maximum: sorted.at(-1) };
  return known[name as keyof typeof known] ?? Number.NaN;
}
