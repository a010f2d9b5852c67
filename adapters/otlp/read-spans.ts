import { outgoingCallsOf } from '#core/performance/diagnosis/outgoing-calls.ts';
import type { Measurement } from '#core/performance/windows/metrics-batch.ts';
import { partsFrom } from '#core/performance/windows/window-part.ts';
import { hour } from '#core/time.ts';
import { parse } from '#core/validation.ts';
import { type Exporter, exporterOf } from './exporter.ts';
import { Span, Traces } from './payload-schema.ts';
import { calleeOf, endpointOf, statusOf } from './span-attributes.ts';
import { batchOf, noExporter, noMemory, Rejections, type TelemetryReading } from './telemetry-reading.ts';

/** A request that was served or made. */
interface SpanRequest {
  readonly id: string;
  readonly isCall: boolean;
  readonly measurement: Measurement;
}

const longest = hour;

/**
 * The requests in a trace message: served requests by endpoint, outgoing requests by their target. Spans of other
 * kinds, and those that report a request again, are silently ignored.
 * @throws InvalidInput `otlp/invalid-traces`.
 */
export function readSpans(message: unknown, windowSeconds: number): TelemetryReading {
  const { resourceSpans } = parse(Traces, message, 'the trace message', 'otlp/invalid-traces');
  const rejections = new Rejections();
  const parts = resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const sender = exporterOf(resource.attributes);
    const spans = scopeSpans.flatMap((scope) => scope.spans);
    if (!sender) {
      for (const _ of spans) rejections.add(noExporter);
      return [];
    }
    const valid = spans.flatMap((span) => spanIn(span, rejections) ?? []);
    const requests = eachOnce(valid).flatMap((span) => requestIn(span, rejections) ?? []);
    return [false, true].flatMap((isCall) =>
      partsOfRequests(
        sender,
        requests.filter((request) => request.isCall === isCall),
        windowSeconds,
      ),
    );
  });
  return { parts, rejected: rejections.reasons };
}

function partsOfRequests(sender: Exporter, requests: readonly SpanRequest[], windowSeconds: number) {
  const { version, instance } = sender;
  const service = requests[0]?.isCall ? outgoingCallsOf(sender.service) : sender.service;
  const batch = batchOf(
    instance,
    requests.map(({ id }) => id),
  );
  return partsFrom(
    { service, version, batch, memory: noMemory },
    requests.map(({ measurement }) => measurement),
    windowSeconds,
  );
}

function spanIn(value: unknown, rejections: Rejections): Span | null {
  const parsed = Span.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  rejections.add(`${issue?.path.join('.')} ${issue?.message}`);
  return null;
}

const isCalling = ({ kind }: Span): boolean =>
  kind === 3 || kind === 'SPAN_KIND_CLIENT' || kind === 4 || kind === 'SPAN_KIND_PRODUCER';
const isServing = ({ kind }: Span): boolean => kind === 2 || kind === 'SPAN_KIND_SERVER';

/**
 * The spans, and of each request that was served the outermost: where a web framework is instrumented beside the server
 * that it runs on, both report the same request. A call in between leads to another request.
 */
function eachOnce(spans: readonly Span[]): readonly Span[] {
  const byId = new Map(spans.map((span) => [span.spanId, span]));
  const isWithinServing = (span: Span): boolean => {
    const seen = new Set([span]);
    for (let outer = byId.get(span.parentSpanId); outer && !seen.has(outer); ) {
      if (isServing(outer) || isCalling(outer)) return isServing(outer);
      seen.add(outer);
      outer = byId.get(outer.parentSpanId);
    }
    return false;
  };
  return [...byId.values()].filter((span) => !isServing(span) || !isWithinServing(span));
}

function requestIn(span: Span, rejections: Rejections): SpanRequest | null {
  const { spanId: id, attributes, status } = span;
  const isCall = isCalling(span);
  if (!isCall && !isServing(span)) return null;
  const endpoint = isCall ? calleeOf(attributes) : endpointOf(attributes);
  if (endpoint === null) {
    rejections.add(isCall ? 'a call does not say whom it calls' : 'a request names no endpoint');
    return null;
  }
  const duration = durationOf(span);
  if (duration < 0 || duration > longest) {
    rejections.add(duration < 0 ? 'it ends before it begins' : 'it lasts over an hour');
    return null;
  }
  const hasFailed = status.code === 2 || status.code === 'STATUS_CODE_ERROR';
  const at = Number(span.startTimeUnixNano / 1_000_000n);
  return { id, isCall, measurement: { endpoint, at, duration, status: statusOf(attributes, hasFailed) } };
}

/** Milliseconds. */
const durationOf = ({ startTimeUnixNano, endTimeUnixNano }: Span): number =>
  Number(endTimeUnixNano - startTimeUnixNano) / 1e6;
