import { outgoingCallsOf } from '#core/performance/diagnosis/outgoing-calls.ts';
import { type HistogramBucket, sketchFromBuckets } from '#core/performance/sketch/sketch-from-buckets.ts';
import { longestWindow, type WindowPart, windowStartOf } from '#core/performance/windows/window-part.ts';
import { parse } from '#core/validation.ts';
import { type Exporter, exporterOf } from './exporter.ts';
import { DataPoint, Histogram, Metrics } from './payload-schema.ts';
import { calleeOf, endpointOf, statusOf } from './span-attributes.ts';
import { batchOf, noExporter, noMemory, Rejections, type TelemetryReading } from './telemetry-reading.ts';

/** Histogram names of the current semantic conventions, and of those before 2023. */
const served = new Set(['http.server.request.duration', 'http.server.duration']);
const made = new Set([
  'http.client.request.duration',
  'http.client.duration',
  'db.client.operation.duration',
  'rpc.client.duration',
]);
const perUnit: Readonly<Record<string, number>> = { s: 1_000, ms: 1 };

/**
 * The requests that a metrics message counts in histograms of their durations; other metrics are silently ignored.
 * @throws InvalidInput `otlp/invalid-metrics`.
 */
export function readHistograms(message: unknown, windowSeconds: number): TelemetryReading {
  const { resourceMetrics } = parse(Metrics, message, 'the message of metrics', 'otlp/invalid-metrics');
  const rejections = new Rejections();
  const parts = resourceMetrics.flatMap(({ resource, scopeMetrics }) => {
    const sender = exporterOf(resource.attributes);
    return scopeMetrics
      .flatMap(({ metrics }) => metrics)
      .flatMap((metric) => partsOfMetric(metric, sender, windowSeconds, rejections));
  });
  return { parts, rejected: rejections.reasons };
}

function partsOfMetric(
  metric: unknown,
  sender: Exporter | null,
  windowSeconds: number,
  rejections: Rejections,
): readonly WindowPart[] {
  const parsed = Histogram.safeParse(metric);
  if (!parsed.success) return [];
  const { name, unit = 's', histogram } = parsed.data;
  if (!served.has(name) && !made.has(name)) return [];
  return histogram.dataPoints.flatMap((value) => {
    const point = DataPoint.safeParse(value);
    const why = sender === null ? noExporter : whyNot(unit, histogram.aggregationTemporality);
    if (why !== null || sender === null || !point.success) {
      rejections.add(why ?? `${point.error?.issues[0]?.path.join('.')} ${point.error?.issues[0]?.message}`);
      return [];
    }
    const read = partOf(point.data, { sender, name, milliseconds: perUnit[unit] ?? 1, windowSeconds });
    if (typeof read !== 'string') return [read];
    rejections.add(read);
    return [];
  });
}

function whyNot(unit: string, temporality: number | string): string | null {
  if (!(unit in perUnit)) return `its unit is ${unit.slice(0, 20)} instead of s or ms`;
  if (temporality === 1 || temporality === 'AGGREGATION_TEMPORALITY_DELTA') return null;
  return 'it is cumulative; set OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta';
}

interface DataPointContext {
  readonly sender: Exporter;
  readonly name: string;
  readonly milliseconds: number;
  readonly windowSeconds: number;
}

/** The contribution of a data point to its window, or the reason why it has none. */
function partOf(
  point: DataPoint,
  { sender, name, milliseconds, windowSeconds }: DataPointContext,
): WindowPart | string {
  const { attributes, startTimeUnixNano, timeUnixNano, sum, explicitBounds, bucketCounts } = point;
  const endpoint = made.has(name) ? calleeOf(attributes) : endpointOf(attributes);
  if (endpoint === null)
    return made.has(name) ? 'a call does not say whom it calls' : 'a request names no endpoint';
  const from = Number(startTimeUnixNano / 1_000_000n);
  const to = Number(timeUnixNano / 1_000_000n);
  if (to < from) return 'it ends before it begins';
  if (to - from > longestWindow) return 'it covers over five minutes; export more often';
  const bounds = explicitBounds.map((bound) => bound * milliseconds);
  const counts = bucketCounts.map(Number);
  const count = Number(point.count);
  if (counts.length !== bounds.length + 1 || counts.reduce((a, b) => a + b, 0) !== count)
    return 'its buckets do not add up to its count';
  if (bounds.some((bound, i) => bound <= (bounds[i - 1] ?? -Infinity)) || (bounds[0] ?? 0) < 0)
    return 'the bounds of its buckets do not ascend from 0';
  if (sum === undefined || sum < 0) return 'it has no sum from 0';
  const spread = sketchFromBuckets(bucketsOf(bounds, counts));
  if (!spread) return 'nothing was counted';
  const hasFailed = statusOf(attributes, false) >= 500;
  const [min, max] = [point.min, point.max].map((value) => value && value * milliseconds);
  return {
    service: made.has(name) ? outgoingCallsOf(sender.service) : sender.service,
    endpoint,
    version: sender.version,
    windowStart: windowStartOf(from, windowSeconds),
    from,
    to,
    batch: batchOf(sender.instance, [name, String(from), String(to), JSON.stringify([...attributes])]),
    count,
    errors: hasFailed ? count : 0,
    sum: sum * milliseconds,
    min: min ?? spread.min,
    max: max ?? spread.max,
    sketch: spread.sketch,
    memory: noMemory,
  };
}

const bucketsOf = (bounds: readonly number[], counts: readonly number[]): readonly HistogramBucket[] =>
  counts.map((count, i) => ({ low: bounds[i - 1] ?? 0, high: bounds[i] ?? Infinity, count }));
