import { outgoingCallsOf } from '#core/performance/diagnosis/outgoing-calls.ts';
import type { HistogramBucket } from '#core/performance/sketch/sketch-from-buckets.ts';
import type { CountedRequests } from '#core/performance/windows/counted-requests.ts';
import type { Exporter } from './exporter.ts';
import type { ExponentialPoint, HistogramPoint } from './payload-schema.ts';
import type { RequestMetric } from './request-metric.ts';
import { calleeOf, endpointOf, isStream, noCallee, statusOf, whyNoEndpoint } from './span-attributes.ts';
import { batchOf } from './telemetry-reading.ts';

export interface PointContext extends RequestMetric {
  readonly sender: Exporter;
  /** Of the metric. */
  readonly name: string;
  /** Of the library that measured, with its version. */
  readonly scope: string;
  /** Whether it counts all requests since its series began; else those since the point before. */
  readonly isCumulative: boolean;
}

/** The point's process recorded nothing in this time. */
const noRecordedValue = 1;

/** https://opentelemetry.io/docs/specs/otel/metrics/sdk/#overflow-attribute */
const overflow =
  'it counts what came after the sender had reached its limit of attribute sets (otel.metric.overflow), so nothing tells the endpoints; send fewer attributes, or raise the limit';

/** What a data point counts; the reason why that cannot be read; `null` if it counts no requests. */
export function countedIn(
  point: HistogramPoint | ExponentialPoint,
  buckets: readonly HistogramBucket[] | string,
  context: PointContext,
): CountedRequests | string | null {
  const { sender, isCall, milliseconds } = context;
  const { attributes, sum } = point;
  if ((point.flags & noRecordedValue) !== 0 || isStream(attributes)) return null;
  if (attributes.get('otel.metric.overflow') === 'true') return overflow;
  const endpoint = isCall ? calleeOf(attributes) : endpointOf(attributes);
  if (endpoint === null) return isCall ? noCallee : whyNoEndpoint(attributes);
  if (typeof buckets === 'string') return buckets;
  if (sum === undefined || sum < 0) return 'it has no sum from 0';
  const inMilliseconds = (value: number | undefined) => value && value * milliseconds;
  return {
    service: isCall ? outgoingCallsOf(sender.service) : sender.service,
    endpoint,
    version: sender.version,
    series: batchOf(sender.instance, seriesOf(point, context)),
    from: Number(point.startTimeUnixNano / 1_000_000n),
    to: Number(point.timeUnixNano / 1_000_000n),
    status: statusOf(attributes, false),
    count: Number(point.count),
    sum: sum * milliseconds,
    min: inMilliseconds(point.min),
    max: inMilliseconds(point.max),
    buckets,
  };
}

/** What tells a series from others of its process. A cumulative one begins again when its process does. */
function seriesOf(
  { attributes, startTimeUnixNano }: HistogramPoint | ExponentialPoint,
  { sender, name, scope, isCumulative }: PointContext,
): readonly string[] {
  const series = [name, JSON.stringify([...attributes].toSorted(([a], [b]) => (a < b ? -1 : 1)))];
  return isCumulative ? [...series, sender.version, scope, `${startTimeUnixNano}`] : [...series, scope];
}
