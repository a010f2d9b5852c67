import { type CountedRequests, partOfCounted } from '#core/performance/windows/counted-requests.ts';
import { Refusals } from '#core/performance/windows/refusals.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import { parse } from '#core/validation.ts';
import { countedIn, type PointContext } from './counted-point.ts';
import type { Exporter } from './exporter.ts';
import { bucketsOf, exponentialBucketsOf } from './histogram-buckets.ts';
import { ExponentialPoint, HistogramPoint, Metric, Metrics, ResourceMetrics } from './payload-schema.ts';
import { requestMetric } from './request-metric.ts';
import { byProcess, reasonOf, type TelemetryReading } from './telemetry-reading.ts';

/**
 * The requests that a metrics message counts in histograms of their durations; other metrics are silently ignored.
 * @throws InvalidInput `otlp/invalid-metrics`.
 */
export function readHistograms(message: unknown, windowSeconds: number): TelemetryReading {
  const { resourceMetrics } = parse(Metrics, message, 'the message of metrics', 'otlp/invalid-metrics');
  const refusals = new Refusals();
  const sent = resourceMetrics.flatMap((value) => {
    const entry = ResourceMetrics.safeParse(value);
    if (!entry.success) refusals.add(reasonOf(entry.error));
    const { resource, scopeMetrics = [] } = entry.data ?? {};
    const items = scopeMetrics.flatMap(({ scope, metrics }) =>
      metrics.flatMap((metric) => pointsIn(metric, `${scope.name} ${scope.version}`)),
    );
    return resource ? [{ attributes: resource.attributes, items }] : [];
  });
  const parts: WindowPart[] = [];
  const cumulative: CountedRequests[] = [];
  for (const { sender, items } of byProcess(sent, refusals))
    for (const item of items) {
      const counted = countsIn(item, sender);
      const isPoint = counted !== null && typeof counted !== 'string';
      if (isPoint && isCumulative(item)) {
        cumulative.push(counted);
        continue;
      }
      const part = isPoint ? partOfCounted(counted, windowSeconds) : counted;
      if (typeof part === 'string') refusals.add(part, 1, sender.service);
      else if (part) parts.push(part);
    }
  return { parts, cumulative, unread: refusals };
}

type PointKind = 'histogram' | 'exponential' | 'summary';

/** A data point of a metric of requests. */
interface UnreadPoint extends Pick<Metric, 'name' | 'unit'> {
  readonly kind: PointKind;
  /** Name and version of the library that measured. */
  readonly scope: string;
  readonly temporality: number | string;
  readonly point: unknown;
}

function pointsIn(value: unknown, scope: string): readonly UnreadPoint[] {
  const metric = Metric.safeParse(value);
  if (!metric.success || requestMetric(metric.data.name, '') === null) return [];
  const { name, unit, histogram, exponentialHistogram, summary } = metric.data;
  const points = (kind: PointKind, all: readonly unknown[] = [], temporality: number | string = 0) =>
    all.map((point) => ({ name, unit, scope, kind, temporality, point }));
  return [
    ...points('histogram', histogram?.dataPoints, histogram?.aggregationTemporality),
    ...points('exponential', exponentialHistogram?.dataPoints, exponentialHistogram?.aggregationTemporality),
    ...points('summary', summary?.dataPoints),
  ];
}

const isDelta = ({ temporality }: UnreadPoint): boolean =>
  temporality === 1 || temporality === 'AGGREGATION_TEMPORALITY_DELTA';
const isCumulative = ({ temporality }: UnreadPoint): boolean =>
  temporality === 2 || temporality === 'AGGREGATION_TEMPORALITY_CUMULATIVE';

const noTemporality =
  'its metric does not say whether it counts since the point before or since its start: it has no aggregationTemporality';

/** What a point counts; the reason why that cannot be read; `null` if it counts no requests. */
function countsIn(unread: UnreadPoint, sender: Exporter): CountedRequests | string | null {
  const { name, unit, scope, kind, point } = unread;
  const metric = requestMetric(name, unit);
  if (metric === null || typeof metric === 'string') return metric;
  if (kind === 'summary') return 'it is a summary, whose quantiles cannot be added up; send a histogram';
  if (!isDelta(unread) && !isCumulative(unread)) return noTemporality;
  return readCounts(kind, point, { ...metric, sender, name, scope, isCumulative: isCumulative(unread) });
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
