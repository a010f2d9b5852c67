import { Unavailable } from '../../errors.ts';
import type { CloudWatchMetric, PrometheusMetric, ServiceMetric } from '../../service/service-metrics.ts';
import { type MetricsReading, type MetricsSource, type ReadMetrics, unversioned } from './metrics-source.ts';

export interface Sources {
  readonly cloudWatch: MetricsSource<CloudWatchMetric>;
  /** `null` if the installation has none. */
  readonly prometheus: MetricsSource<PrometheusMetric> | null;
}

/**
 * Reads each endpoint from the system that its service names. If one system is unreachable and another is not, the
 * endpoints of the first are incomplete.
 */
export function sourceByKind({ cloudWatch, prometheus }: Sources): MetricsSource {
  return {
    async read(request) {
      const [ofPrometheus, ofCloudWatch] = split(request.metrics);
      const asked = [
        { metrics: ofCloudWatch, read: () => cloudWatch.read({ ...request, metrics: ofCloudWatch }) },
        {
          metrics: ofPrometheus,
          read: () => readPrometheus(prometheus, { ...request, metrics: ofPrometheus }),
        },
      ].filter(({ metrics }) => metrics.length > 0);
      const [only] = asked;
      if (asked.length === 1 && only) return only.read();
      const readings = await Promise.all(
        asked.map(({ metrics, read }) => read().catch((error) => excused(metrics, error))),
      );
      return {
        parts: readings.flatMap(({ parts }) => parts),
        incomplete: readings.flatMap(({ incomplete }) => incomplete),
      };
    },
  };
}

function split(metrics: readonly ServiceMetric[]): readonly [PrometheusMetric[], CloudWatchMetric[]] {
  const [first, second]: [PrometheusMetric[], CloudWatchMetric[]] = [[], []];
  for (const metric of metrics) {
    if (metric.kind === 'prometheus') first.push(metric);
    else second.push(metric);
  }
  return [first, second];
}

async function readPrometheus(
  source: Sources['prometheus'],
  request: ReadMetrics<PrometheusMetric>,
): Promise<MetricsReading> {
  if (source) return source.read(request);
  return without(request.metrics, 'the installation has no URL of a Prometheus server: set one.');
}

function excused(metrics: readonly ServiceMetric[], error: unknown): MetricsReading {
  if (error instanceof Unavailable) return without(metrics, error.message);
  throw error;
}

const without = (metrics: readonly ServiceMetric[], reason: string): MetricsReading => ({
  parts: [],
  incomplete: metrics.map(({ endpoint }) => ({ endpoint, version: unversioned, reason })),
});
