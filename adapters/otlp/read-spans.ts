import { outgoingCallsOf } from '#core/performance/diagnosis/outgoing-calls.ts';
import { Refusals } from '#core/performance/windows/refusals.ts';
import type { IdentifiedMeasurement } from '#core/performance/windows/request-records.ts';
import { partsFrom, type WindowPart } from '#core/performance/windows/window-part.ts';
import { hour } from '#core/time.ts';
import { parse } from '#core/validation.ts';
import { eachRequest } from './each-request.ts';
import type { Exporter } from './exporter.ts';
import { ResourceSpans, Span, Traces } from './payload-schema.ts';
import { calleeOf, endpointOf, isStream, noCallee, statusOf, whyNoEndpoint } from './span-attributes.ts';
import { isCalling, isServing } from './span-kind.ts';
import { batchOf, byProcess, noMemory, reasonOf, type TelemetryReading } from './telemetry-reading.ts';

/** A request that was served or made. */
interface SpanRequest {
  readonly isCall: boolean;
  readonly measurement: IdentifiedMeasurement;
}

const longest = hour;
/** A store keeps a part with the records of this many requests in one item. */
const mostRequests = 10_000;

/**
 * The requests in a trace message: served requests by endpoint, outgoing requests by their target. Spans of other
 * kinds, those that report a request again, and streams are silently ignored.
 * @throws InvalidInput `otlp/invalid-traces`.
 */
export function readSpans(message: unknown, windowSeconds: number): TelemetryReading {
  const { resourceSpans } = parse(Traces, message, 'the trace message', 'otlp/invalid-traces');
  const refusals = new Refusals();
  const sent = resourceSpans.flatMap((value) => {
    const entry = ResourceSpans.safeParse(value);
    if (!entry.success) refusals.add(reasonOf(entry.error));
    const { resource, scopeSpans = [] } = entry.data ?? {};
    const items = scopeSpans.flatMap(({ spans }) => spans);
    return resource ? [{ attributes: resource.attributes, items }] : [];
  });
  const parts = byProcess(sent, refusals).flatMap(({ sender, items }) => {
    const spans = items.flatMap((span) => spanIn(span, sender, refusals) ?? []);
    const requests = eachRequest(spans).flatMap((span) => requestIn(span, sender, refusals) ?? []);
    return [false, true].flatMap((isCall) =>
      partsOfRequests(
        sender,
        requests.filter((request) => request.isCall === isCall),
        windowSeconds,
      ),
    );
  });
  return { parts, cumulative: [], unread: refusals };
}

function partsOfRequests(
  { service, version, instance }: Exporter,
  requests: readonly SpanRequest[],
  windowSeconds: number,
): readonly WindowPart[] {
  if (requests.length > mostRequests)
    return [requests.slice(0, mostRequests), requests.slice(mostRequests)].flatMap((some) =>
      partsOfRequests({ service, version, instance }, some, windowSeconds),
    );
  const measurements = requests.map(({ measurement }) => measurement);
  const batch = batchOf(
    instance,
    measurements.map(({ id }) => id),
  );
  const origin = { service: requests[0]?.isCall ? outgoingCallsOf(service) : service, version, batch };
  return partsFrom({ ...origin, memory: noMemory }, measurements, windowSeconds);
}

function spanIn(value: unknown, { service }: Exporter, refusals: Refusals): Span | null {
  const parsed = Span.safeParse(value);
  if (!parsed.success) refusals.add(reasonOf(parsed.error), 1, service);
  return parsed.data ?? null;
}

function requestIn(span: Span, { service }: Exporter, refusals: Refusals): SpanRequest | null {
  const isCall = isCalling(span);
  if ((!isCall && !isServing(span)) || isStream(span.attributes)) return null;
  const measurement = measurementIn(span, isCall);
  if (typeof measurement !== 'string') return { isCall, measurement };
  refusals.add(measurement, 1, service);
  return null;
}

/** The measurement, or the reason why it is none. */
function measurementIn(span: Span, isCall: boolean): IdentifiedMeasurement | string {
  const { spanId: id, attributes, status } = span;
  const endpoint = isCall ? calleeOf(attributes) : endpointOf(attributes);
  if (endpoint === null) return isCall ? noCallee : whyNoEndpoint(attributes);
  const duration = durationOf(span);
  if (duration < 0) return 'it ends before it begins';
  if (duration > longest) return 'it lasts over an hour';
  const hasFailed = status.code === 2 || status.code === 'STATUS_CODE_ERROR';
  const at = Number(span.startTimeUnixNano / 1_000_000n);
  return { id, endpoint, at, duration, status: statusOf(attributes, hasFailed) };
}

/** Milliseconds. */
const durationOf = ({ startTimeUnixNano, endTimeUnixNano }: Span): number =>
  Number(endTimeUnixNano - startTimeUnixNano) / 1e6;
