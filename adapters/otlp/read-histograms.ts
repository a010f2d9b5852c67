import { type CountedRequests, partOfCounted } from '#core/performance/windows/counted-requests.ts';
import { parse } from '#core/validation.ts';
import { countedIn, type PointContext } from './counted-point.ts';
import type { Exporter } from './exporter.ts';
import { bucketsOf, exponentialBucketsOf } from './histogram-buckets.ts';
import { ExponentialPoint, HistogramPoint, Metric, Metrics, ResourceMetrics } from './payload-schema.ts';
import { requestMetric } from './request-metric.ts';
import { byProcess, Rejections, reasonOf, type TelemetryReading } from './telemetry-reading.ts';

/**
 * The requests that a metrics message counts in histograms of their durations; other metrics are silently ignored.
 * @throws InvalidInput `otlp/invalid-metrics`.
 */
export function readHistograms(message: unknown, windowSeconds: number): TelemetryReading {
  const { resourceMetrics } = parse(Metrics, message, 'the message of metrics', 'otlp/invalid-metrics');
  const rejections = new Rejections();
  const sent = resourceMetrics.flatMap((value) => {
    const entry = ResourceMetrics.safeParse(value);
    if (!entry.success) rejections.add(reasonOf(entry.error));
    const { resource, scopeMetrics = [] } = entry.data ?? {};
    const items = scopeMetrics.flatMap(({ metrics }) => metrics.flatMap((metric) => pointsIn(metric)));
    return resource ? [{ attributes: resource.attributes, items }] : [];
  });
  const parts = byProcess(sent, rejections).flatMap(({ sender, items }) =>
    items.flatMap((item) => {
      const counted = countsIn(item, sender);
      const part = counted && typeof counted !== 'string' ? partOfCounted(counted, windowSeconds) : counted;
      if (typeof part !== 'string') return part ?? [];
      rejections.add(part, 1, sender.service);
      return [];
    }),
  );
  return { parts, rejected: rejections.reasons, rejectedOf: rejections.ofServices };
}

type PointKind = 'histogram' | 'exponential' | 'summary';

/** A data point of a metric of requests. */
interface UnreadPoint extends Pick<Metric, 'name' | 'unit'> {
  readonly kind: PointKind;
  readonly temporality: number | string;
  readonly point: unknown;
}

function pointsIn(value: unknown): readonly UnreadPoint[] {
  const metric = Metric.safeParse(value);
  if (!metric.success || requestMetric(metric.data.name, '') === null) return [];
  const { name, unit, histogram, exponentialHistogram, summary } = metric.data;
  const points = (kind: PointKind, all: readonly unknown[] = [], temporality: number | string = 0) =>
    all.map((point) => ({ name, unit, kind, temporality, point }));
  return [
    ...points('histogram', histogram?.dataPoints, histogram?.aggregationTemporality),
    ...points('exponential', exponentialHistogram?.dataPoints, exponentialHistogram?.aggregationTemporality),
    ...points('summary', summary?.dataPoints),
  ];
}

/** What a point counts; the reason why that cannot be read; `null` if it counts no requests. */
function countsIn(
  { name, unit, kind, temporality, point }: UnreadPoint,
  sender: Exporter,
): CountedRequests | string | null {
  const metric = requestMetric(name, unit);
  if (metric === null || typeof metric === 'string') return metric;
  if (kind === 'summary') return 'it is a summary, whose quantiles cannot be added up; send a histogram';
  if (temporality === 2 || temporality === 'AGGREGATION_TEMPORALITY_CUMULATIVE')
    return 'it is cumulative; set OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta';
  return readCounts(kind, point, { ...metric, sender, name });
}

function readCounts(
  kind: 'histogram' | 'exponential',
  value: unknown,
  context: PointContext,
): CountedRequests | string | null {
  const { milliseconds } = context;
  if (kind === 'exponential') {
    const point = ExponentialPoint.safeParse(value);
    if (!point.success) return reasonOf(point.error);
    return countedIn(point.data, exponentialBucketsOf(point.data, milliseconds), context);
  }
  const point = HistogramPoint.safeParse(value);
  if (!point.success) return reasonOf(point.error);
  return countedIn(point.data, bucketsOf(point.data, milliseconds), context);
}
