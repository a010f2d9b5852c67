import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outgoingCallsOf } from '#core/performance/diagnosis/outgoing-calls.ts';
import { mergeParts } from '#core/performance/windows/window.ts';
import { stores } from '#functions/composition/stores.ts';
import { expectProblem } from '../../support/api-client.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { traceMessage } from './requests.ts';

let system: ApiSystem;
let token: string;
beforeAll(async () => {
  system = await startApiSystem();
  token = await system.serviceToken('shop');
});
afterAll(() => system.stop());

const exporter = (signal: string) => ({
  url: `${system.url}/otlp/v1/${signal}`,
  headers: { authorization: `Bearer ${token}` },
});
const resourceOf = (version: string) =>
  resourceFromAttributes({
    'service.name': 'shop',
    'service.version': version,
    'service.instance.id': 'pod-1',
  });
const kept = async (service: string, version?: string) =>
  mergeParts(await stores().metrics.partsBetween(service, Date.now() - 900_000, Date.now() + 1)).filter(
    (window) => version === undefined || window.version === version,
  );

describe("OpenTelemetry's own exporters", () => {
  test('deliver spans of served requests and of calls', async () => {
    const provider = new TracerProvider({
      resource: resourceOf('traced'),
      spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(exporter('traces')) })],
    });
    const tracer = provider.getTracer('test');
    const begun = Date.now() - 1_000;
    for (let i = 0; i < 20; i += 1) {
      const span = tracer.startSpan('GET /orders/:id', {
        kind: SpanKind.SERVER,
        startTime: begun,
        attributes: { 'http.request.method': 'GET', 'http.route': '/orders/:id' },
      });
      const call = tracer.startSpan('SELECT', {
        kind: SpanKind.CLIENT,
        startTime: begun,
        attributes: { 'db.system.name': 'postgresql' },
      });
      call.end(begun + 30);
      if (i < 3) span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('http.response.status_code', i < 3 ? 500 : 200);
      span.end(begun + 40 + i);
    }
    await provider.forceFlush();
    await provider.shutdown();
    const served = await kept('shop', 'traced');
    expect(served).toMatchObject([{ endpoint: 'GET /orders/:id', count: 20, errors: 3, min: 40, max: 59 }]);
    expect(await kept(outgoingCallsOf('shop'), 'traced')).toMatchObject([
      { endpoint: 'postgresql', count: 20, errors: 0, min: 30, max: 30 },
    ]);
  });

  test('deliver histograms', async () => {
    const reader = new PeriodicExportingMetricReader({
      exporter: new OTLPMetricExporter({
        ...exporter('metrics'),
        temporalityPreference: AggregationTemporality.DELTA,
      }),
      exportIntervalMillis: 60_000,
    });
    const provider = new MeterProvider({ resource: resourceOf('metered'), readers: [reader] });
    const duration = provider.getMeter('test').createHistogram('http.server.request.duration', {
      unit: 's',
      advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1] },
    });
    const request = { 'http.request.method': 'POST', 'http.route': '/carts/{id}/lines' };
    for (let i = 0; i < 40; i += 1)
      duration.record(0.03 + i / 1_000, { ...request, 'http.response.status_code': i < 4 ? 503 : 201 });
    await provider.forceFlush();
    await provider.shutdown();
    const [window, ...others] = await kept('shop', 'metered');
    expect(others).toEqual([]);
    expect(window).toMatchObject({ endpoint: 'POST /carts/{id}/lines', count: 40, errors: 4 });
    expect(window?.sum).toBeCloseTo(1_000 * (40 * 0.03 + 0.78), 6);
    expect([window?.min, window?.max]).toEqual([expect.closeTo(30, 9), expect.closeTo(69, 9)]);
  });
});

describe('a message of telemetry', () => {
  const send = (signal: string, body: unknown) => system.call('POST', `/otlp/v1/${signal}`, { token, body });

  test('that arrives twice counts once', async () => {
    const message = traceMessage({ spanId: '0123456789abcdef' });
    const before = await kept('shop', 'unversioned');
    for (let i = 0; i < 2; i += 1)
      expect(await send('traces', message)).toMatchObject({ status: 200, body: {} });
    const count = (windows: typeof before) => windows.reduce((sum, window) => sum + window.count, 0);
    expect(count(await kept('shop', 'unversioned')) - count(before)).toBe(1);
  });

  test('is accepted except for the parts that are wrong, and the response names them', async () => {
    const late = `${Date.now() - 15 * 86_400_000}000000`;
    const message = traceMessage({ startTimeUnixNano: late, endTimeUnixNano: late });
    const wrong = traceMessage({ spanId: 'none' });
    const body = { resourceSpans: [...message.resourceSpans, ...wrong.resourceSpans] };
    expect((await send('traces', body)).body).toEqual({
      partialSuccess: {
        rejectedSpans: '2',
        errorMessage: '1 left out: spanId must be 16 hexadecimal digits; 1 left out: it is over 2 days old',
      },
    });
  });

  test('of another service is not accepted', async () => {
    const [resourceSpans] = traceMessage({}).resourceSpans;
    const attributes = [{ key: 'service.name', value: { stringValue: 'bank' } }];
    const { body } = await send('traces', {
      resourceSpans: [{ ...resourceSpans, resource: { attributes } }],
    });
    expect(body).toEqual({
      partialSuccess: { rejectedSpans: '1', errorMessage: '1 left out: this token is for shop only' },
    });
    expect(await kept('bank')).toEqual([]);
  });

  test('that is invalid, or of an unsupported signal, is refused', async () => {
    expectProblem(await send('traces', { spans: [] }), 400, 'otlp/invalid-traces');
    expectProblem(await send('metrics', traceMessage({})), 400, 'otlp/invalid-metrics');
    expectProblem(await send('logs', { resourceLogs: [] }), 404, 'otlp/unknown-signal');
  });
});
