import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufMetrics } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufTraces } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { outgoingCallsOf } from '#core/performance/diagnosis/outgoing-calls.ts';
import { mergeParts, summarize } from '#core/performance/windows/window.ts';
import { stores } from '#functions/composition/stores.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { traceMessage } from './requests.ts';

let system: ApiSystem;
let token: string;
beforeAll(async () => {
  system = await startApiSystem();
  token = await system.serviceToken('shop');
});
afterAll(() => system.stop());

const exporter = (signal: string, compression: string) => ({
  url: `${system.url}/otlp/v1/${signal}`,
  headers: { authorization: `Bearer ${token}` },
  // Not importable by name: the enumeration belongs to a package below the exporters.
  compression: compression as never,
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

describe.each([
  { encoding: 'JSON', Traces: JsonTraces, Metrics: JsonMetrics },
  { encoding: 'protobuf', Traces: ProtobufTraces, Metrics: ProtobufMetrics },
])("OpenTelemetry's own exporters of $encoding", ({ encoding, Traces, Metrics }) => {
  test.each(['none', 'gzip'])(
    'deliver spans of served requests and of calls, compression %s',
    async (way) => {
      const version = `traced-${encoding}-${way}`;
      const provider = new TracerProvider({
        resource: resourceOf(version),
        spanProcessors: [new BatchSpanProcessor({ exporter: new Traces(exporter('traces', way)) })],
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
      const served = await kept('shop', version);
      expect(served).toMatchObject([{ endpoint: 'GET /orders/:id', count: 20, errors: 3, min: 40, max: 59 }]);
      expect(await kept(outgoingCallsOf('shop'), version)).toMatchObject([
        { endpoint: 'postgresql', count: 20, errors: 0, min: 30, max: 30 },
      ]);
    },
  );

  test.each(['none', 'gzip'])('deliver histograms, compression %s', async (way) => {
    const version = `metered-${encoding}-${way}`;
    const reader = new PeriodicExportingMetricReader({
      exporter: new Metrics({
        ...exporter('metrics', way),
        temporalityPreference: AggregationTemporality.DELTA,
      }),
      exportIntervalMillis: 60_000,
    });
    const provider = new MeterProvider({ resource: resourceOf(version), readers: [reader] });
    const duration = provider.getMeter('test').createHistogram('http.server.request.duration', {
      unit: 's',
      advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1] },
    });
    const request = { 'http.request.method': 'POST', 'http.route': '/carts/{id}/lines' };
    for (let i = 0; i < 40; i += 1)
      duration.record(0.03 + i / 1_000, { ...request, 'http.response.status_code': i < 4 ? 503 : 201 });
    await provider.forceFlush();
    await provider.shutdown();
    const [window, ...others] = await kept('shop', version);
    expect(others).toEqual([]);
    expect(window).toMatchObject({ endpoint: 'POST /carts/{id}/lines', count: 40, errors: 4 });
    expect(window?.sum).toBeCloseTo(1_000 * (40 * 0.03 + 0.78), 6);
    expect([window?.min, window?.max]).toEqual([expect.closeTo(30, 9), expect.closeTo(69, 9)]);
  });

  test('deliver cumulative histograms, the default of every SDK, each request once', async () => {
    const version = `cumulative-${encoding}`;
    const exporting = new Metrics(exporter('metrics', 'none'));
    const reader = new PeriodicExportingMetricReader({ exporter: exporting, exportIntervalMillis: 60_000 });
    const provider = new MeterProvider({
      resource: resourceOf(version),
      readers: [reader],
      views: [
        {
          instrumentName: 'http.client.request.duration',
          aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM },
        },
      ],
    });
    const meter = provider.getMeter('test');
    const served = meter.createHistogram('http.server.request.duration', { unit: 's' });
    const called = meter.createHistogram('http.client.request.duration', { unit: 's' });
    for (const seconds of [[0.03, 0.04], [0.9], [], [0.05, 4]]) {
      for (const duration of seconds) {
        served.record(duration, { 'http.request.method': 'GET', 'http.route': '/carts' });
        called.record(duration, { 'server.address': 'stock' });
      }
      await provider.forceFlush();
    }
    await provider.shutdown();
    for (const service of ['shop', outgoingCallsOf('shop')]) {
      expect(summarize(await kept(service, version))).toMatchObject({
        count: 5,
        sum: expect.closeTo(5_020, 6),
        max: 4_000,
      });
    }
  });

  test('deliver spans and histograms of the same requests, each request once', async () => {
    const version = `both-${encoding}`;
    const resource = resourceOf(version);
    const metrics = new Metrics(exporter('metrics', 'none'));
    const reader = new PeriodicExportingMetricReader({ exporter: metrics, exportIntervalMillis: 60_000 });
    const meters = new MeterProvider({ resource, readers: [reader] });
    const tracers = new TracerProvider({
      resource,
      spanProcessors: [new BatchSpanProcessor({ exporter: new Traces(exporter('traces', 'none')) })],
    });
    const duration = meters.getMeter('test').createHistogram('http.server.request.duration', { unit: 's' });
    const attributes = { 'http.request.method': 'GET', 'http.route': '/both' };
    for (const _ of ['first export', 'second export']) {
      for (let i = 0; i < 10; i += 1) {
        const span = tracers.getTracer('test').startSpan('GET /both', { kind: SpanKind.SERVER, attributes });
        await new Promise((done) => setTimeout(done, 5));
        span.end();
        duration.record(0.005, attributes);
      }
      await tracers.forceFlush();
      await meters.forceFlush();
    }
    await Promise.all([tracers.shutdown(), meters.shutdown()]);

    expect(summarize(await kept('shop', version))).toMatchObject({ count: 20 });
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

  test('that repeats requests of another one counts only the new ones', async () => {
    const spans = ['00000000000000a1', '00000000000000a2', '00000000000000a3'];
    const messageOf = (ids: readonly string[]) => ({
      resourceSpans: ids.flatMap((spanId) => traceMessage({ spanId }).resourceSpans),
    });
    const total = async () => (await kept('shop', 'unversioned')).reduce((sum, { count }) => sum + count, 0);
    const before = await total();
    await send('traces', messageOf(spans.slice(0, 2)));
    await send('traces', messageOf(spans));
    await send('traces', messageOf(spans.slice(1)));
    expect((await total()) - before).toBe(3);
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

  test('that could not be read is in the report of its service, with its reason', async () => {
    await send('traces', traceMessage({ endTimeUnixNano: '1' }));
    const { body } = await system.call('GET', '/performance/report?service=shop&hours=1', {
      token: await system.tokenOf('viewer-1', ['viewer']),
    });
    expect(body.unknown).toContainEqual('Refused measurements: 1, because it ends before it begins.');
  });

  test('of another service is not accepted', async () => {
    const [resourceSpans] = traceMessage({}).resourceSpans;
    const attributes = [{ key: 'service.name', value: { stringValue: 'bank' } }];
    const { body } = await send('traces', {
      resourceSpans: [{ ...resourceSpans, resource: { attributes } }],
    });
    expect(body).toEqual({
      partialSuccess: {
        rejectedSpans: '1',
        errorMessage: '1 left out: this token is for shop only, not for "bank"',
      },
    });
    expect(await kept('bank')).toEqual([]);
  });

  test('of several services is accepted from a token that speaks for them', async () => {
    const [entry] = traceMessage({}).resourceSpans;
    const entries = ['till', 'stock', 'bank'].map((name) => ({
      ...entry,
      resource: { attributes: [{ key: 'service.name', value: { stringValue: name } }] },
    }));
    const collector = await system.tokens.issue(
      { sub: 'collector', roles: ['service'], services: ['till', 'stock'] },
      '1h',
    );
    const { body } = await system.call('POST', '/otlp/v1/traces', {
      token: collector,
      body: { resourceSpans: entries },
    });
    expect(body).toMatchObject({
      partialSuccess: { errorMessage: '1 left out: this token is for till, stock only, not for "bank"' },
    });
    const counts = await Promise.all(
      ['till', 'stock', 'bank'].map(async (name) => (await kept(name)).length),
    );
    expect(counts).toEqual([1, 1, 0]);
  });

  test('that is invalid, or of an unsupported signal, is refused', async () => {
    expect(await send('traces', { spans: [] })).toMatchObject({
      status: 400,
      body: { code: 3, message: expect.stringMatching(/the trace message is not valid: resourceSpans/) },
    });
    expect(await send('metrics', traceMessage({}))).toMatchObject({ status: 400, body: { code: 3 } });
    expect(await send('profiles', {})).toMatchObject({
      status: 404,
      body: { code: 5, message: 'there is no /otlp/v1/profiles; send traces or metrics.' },
    });
  });

  test('of logs is accepted with a warning, so that its sender does not repeat it', async () => {
    expect(await send('logs', { resourceLogs: [] })).toMatchObject({
      status: 200,
      body: { partialSuccess: { rejectedLogRecords: '0', errorMessage: expect.stringMatching(/^logs are/) } },
    });
  });
});
