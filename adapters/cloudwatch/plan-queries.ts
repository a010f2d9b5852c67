import { type DeployedVersion, unversioned } from '#core/performance/collection/metrics-source.ts';
import type { CloudWatchMetric } from '#core/service/service-metrics.ts';
import { locationOf, type MetricId, type MetricLocation, versionDimensionOf } from './metric-location.ts';

/** Statistics of one metric that AWS bills as one requested metric, and that one call therefore requests. */
export interface MetricRequest {
  readonly quantity: 'latency' | 'errors';
  readonly metric: MetricId;
  readonly statistics: readonly string[];
}

/** One endpoint in one version: everything that its window part consists of. */
export interface EndpointSeries {
  readonly kind: CloudWatchMetric['kind'];
  readonly endpoint: string;
  readonly version: string;
  readonly location: MetricLocation;
  readonly requests: readonly MetricRequest[];
}

/** Number of statistics of a metric that AWS bills as one (core/costs/prices.ts names the page). */
const statisticsPerRequest = 5;

/** The percentiles from which a sketch is built: those that rollouts and findings use, and three to bridge gaps. */
export const percentiles = [0.25, 0.5, 0.75, 0.9, 0.95, 0.99] as const;

/**
 * At most ten statistics of the latency: two requested metrics. The latency's SampleCount is the number of requests,
 * so Count, Invocations or RequestCount need not be requested; errors are a separate metric. That makes three in
 * total. Five statistics, two metrics in total, would suffice for a mean and a p95, but rollouts count requests above
 * the p50, p90, p99 and lower quartile of the old version and would have to guess them.
 */
const ofLatency = ['SampleCount', 'Sum', 'Minimum', 'Maximum', ...percentiles.map(statisticOf)];

/** CloudWatch's name of a percentile: `p99`. */
export function statisticOf(share: number): string {
  return `p${share * 100}`;
}

/** The queries of one reading, independent of its time: an endpoint's series for each version that it distinguishes. */
export function planQueries(
  service: string,
  metrics: readonly CloudWatchMetric[],
  versions: readonly DeployedVersion[],
): readonly EndpointSeries[] {
  return metrics.flatMap((metric) => {
    const location = locationOf(service, metric);
    const dimension = versionDimensionOf(metric);
    const series = (version: string, at: MetricLocation): EndpointSeries => {
      return {
        kind: metric.kind,
        endpoint: metric.endpoint,
        version,
        location: at,
        requests: requestsOf(at),
      };
    };
    if (dimension === null || versions.length === 0) return [series(unversioned, location)];
    return versions.map(({ name, deployedAs }) => {
      const value = metric.kind === 'lambda' ? deployedAs : name;
      return series(name, within(location, dimension, value));
    });
  });
}

function requestsOf({ latency, errors }: MetricLocation): readonly MetricRequest[] {
  const groups: MetricRequest[] = [];
  for (let i = 0; i < ofLatency.length; i += statisticsPerRequest)
    groups.push({
      quantity: 'latency',
      metric: latency,
      statistics: ofLatency.slice(i, i + statisticsPerRequest),
    });
  return errors === null ? groups : [...groups, { quantity: 'errors', metric: errors, statistics: ['Sum'] }];
}

function within(location: MetricLocation, dimension: string, value: string): MetricLocation {
  const narrowed = (metric: MetricId): MetricId => ({
    ...metric,
    dimensions: { ...metric.dimensions, [dimension]: value },
  });
  return {
    ...location,
    latency: narrowed(location.latency),
    errors: location.errors === null ? null : narrowed(location.errors),
  };
}
