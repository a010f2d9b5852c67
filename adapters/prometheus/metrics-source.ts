import { mapWithConcurrency } from '#core/map-with-concurrency.ts';
import {
  type IncompleteMetric,
  type MetricsReading,
  type MetricsSource,
  type ReadMetrics,
  unversioned,
} from '#core/performance/collection/metrics-source.ts';
import { partOfMinute } from '#core/performance/windows/part-of-minute.ts';
import type { PrometheusMetric } from '#core/service/service-metrics.ts';
import { minutesOfRange } from './minutes-of-range.ts';
import { type PrometheusServer, queryRange, type SampledSeries } from './query-range.ts';

/** The parts' instance. */
const source = 'prometheus';
/** A server handles this many concurrent queries easily. */
const atOnce = 4;

/** Reads the services' histograms and summaries from Prometheus, by their counters at whole minutes. */
export function prometheusMetrics(server: PrometheusServer): MetricsSource<PrometheusMetric> {
  return {
    async read(request) {
      const { metrics, from, to } = request;
      const asked = to > from ? metrics : [];
      const readings = await mapWithConcurrency(asked, atOnce, (metric) => readOne(metric, request, server));
      return {
        parts: readings.flatMap(({ parts }) => parts),
        incomplete: readings.flatMap(({ incomplete }) => incomplete),
      };
    },
  };
}

async function readOne(
  metric: PrometheusMetric,
  request: ReadMetrics<PrometheusMetric>,
  server: PrometheusServer,
): Promise<MetricsReading> {
  const { endpoint } = metric;
  const answer = await queryRange(server, expressionOf(metric), request.from, request.to);
  if ('lacking' in answer)
    return { parts: [], incomplete: [{ endpoint, version: unversioned, reason: answer.lacking }] };
  const readings = [...byVersion(answer.series, metric, request)].map(([version, series]) =>
    partsOf(version, series, metric, request),
  );
  return {
    parts: readings.flatMap(({ parts }) => parts),
    incomplete: readings.flatMap(({ incomplete }) => incomplete),
  };
}

/** Selects all series of the histogram or summary in one query. Its name has no character that is special in a pattern. */
export function expressionOf({ metric, labels }: PrometheusMetric): string {
  const matchers = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `{${[`__name__=~"${metric}(_bucket|_count|_sum)?"`, ...matchers].join(',')}}`;
}

function byVersion(
  series: readonly SampledSeries[],
  { versionLabel }: PrometheusMetric,
  { versions }: ReadMetrics<PrometheusMetric>,
): ReadonlyMap<string, readonly SampledSeries[]> {
  if (versionLabel === undefined || versions.length === 0) return new Map([[unversioned, series]]);
  const names = new Set(versions.map(({ name }) => name));
  const named = series.filter(({ labels }) => names.has(labels[versionLabel] ?? ''));
  return Map.groupBy(named, ({ labels }) => labels[versionLabel] ?? '');
}

function partsOf(
  version: string,
  series: readonly SampledSeries[],
  { endpoint, metric, unit, statusLabel }: PrometheusMetric,
  { service, windowSeconds }: ReadMetrics<PrometheusMetric>,
): MetricsReading {
  const milliseconds = unit === 's' ? 1_000 : 1;
  const minutes = [...minutesOfRange({ series, metric, milliseconds, statusLabel })].toSorted(
    ([a], [b]) => a - b,
  );
  const unknown = minutes.filter(([, measured]) => measured === null);
  return {
    parts: minutes.flatMap(([minute, measured]) =>
      measured
        ? [partOfMinute({ ...measured, service, endpoint, version, minute }, windowSeconds, source)]
        : [],
    ),
    incomplete: unknown.slice(0, 1).map(
      ([at]): IncompleteMetric => ({
        endpoint,
        version,
        reason: `Prometheus knows ${unknown.length} minutes with requests but without their distribution, first ${new Date(at).toISOString()}: the buckets or quantiles of ${metric} are missing.`,
      }),
    ),
  };
}
