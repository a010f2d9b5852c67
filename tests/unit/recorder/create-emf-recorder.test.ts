import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { locationOf } from '#adapters/cloudwatch/metric-location.ts';
import { cloudWatchMetrics } from '#adapters/cloudwatch/metrics-source.ts';
import { hour, minute } from '#core/time.ts';
import { createEmfRecorder, type EmfRecorderOptions } from '#recorder/index.ts';
import { EmfBuffer } from '../../../recorder/emf-buffer.ts';
import { emfLines } from '../../../recorder/emf-lines.ts';
import { startCloudWatch } from '../../support/cloudwatch/cloudwatch.ts';
import { publishedFrom } from '../../support/cloudwatch/emf.ts';
import { resultsOf } from '../../support/cloudwatch/statistics.ts';

const program = `${import.meta.dirname}/programs/print-emf.ts`;
const noon = Date.UTC(2026, 5, 1, 12);

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  vi.useRealTimers();
});

/** A real HTTP service with a recorder, and the lines that the recorder printed. */
async function openShop(options: Partial<EmfRecorderOptions> = {}) {
  const lines: string[] = [];
  const recorder = createEmfRecorder({
    service: 'shop',
    version: 'v1',
    endpointOf: ({ url }) => `GET ${url}`,
    print: (line) => void lines.push(line),
    ...options,
  });
  const server = createServer((req, res) =>
    recorder.middleware(req, res, () => void res.writeHead(req.url === '/broken' ? 503 : 200).end()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () => void server.close(),
    () => recorder.close(),
  );
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { recorder, lines, visit: async (path: string) => (await fetch(base + path)).status };
}

const measurement = fc.record({
  endpoint: fc.constantFrom('GET /a', 'GET /b/:id'),
  at: fc.integer({ min: noon, max: noon + 150_000 }),
  duration: fc.integer({ min: 0, max: 400_000 }).map((micro) => micro / 1_000),
  status: fc.constantFrom(200, 404, 500, 503),
});

test('the lines add up to what was measured, for any number of measurements', () => {
  fc.assert(
    fc.property(fc.array(measurement, { maxLength: 400 }), (measurements) => {
      const buffer = new EmfBuffer();
      for (const measured of measurements) buffer.add(measured);
      const published = buffer
        .take()
        .flatMap((group) => emfLines('shop', 'v1', group))
        .flatMap(publishedFrom)
        .filter(({ dimensions }) => 'Version' in dimensions);
      const minuteOf = (at: number) => Math.floor(at / minute);
      const durations = published
        .filter(({ metric }) => metric === 'Duration')
        .map(({ dimensions, at, value }) => `${dimensions.Endpoint} ${minuteOf(at)} ${value}`);
      expect(durations.sort()).toEqual(
        measurements.map(({ endpoint, at, duration }) => `${endpoint} ${minuteOf(at)} ${duration}`).sort(),
      );
      const errors = published.filter(({ metric }) => metric === 'Errors');
      expect(errors.reduce((sum, { value }) => sum + value, 0)).toBe(
        measurements.filter(({ status }) => status >= 500).length,
      );
    }),
  );
});

test('a line has the metrics of one endpoint, with and without the version dimension', () => {
  const [line = ''] = emfLines('shop', 'v1', {
    endpoint: 'GET /a',
    at: noon,
    durations: [12.5, 12.5],
    errors: 1,
  });
  const endpoint = { Service: 'shop', Endpoint: 'GET /a' };
  expect(publishedFrom(line)).toEqual(
    [endpoint, { ...endpoint, Version: 'v1' }].flatMap((dimensions) => [
      { namespace: 'Ironclaw', metric: 'Duration', dimensions, at: noon, value: 12.5 },
      { namespace: 'Ironclaw', metric: 'Duration', dimensions, at: noon, value: 12.5 },
      { namespace: 'Ironclaw', metric: 'Errors', dimensions, at: noon, value: 1 },
    ]),
  );
});

test('a line names an endpoint in other scripts in ASCII, as the analysis asks for it', () => {
  const endpoint = 'GET /注文/:id';
  const [line = ''] = emfLines('shop', 'v1', { endpoint, at: noon, durations: [1], errors: 0 });
  const { dimensions } = locationOf('shop', { kind: 'recorder', endpoint }).latency;
  expect(dimensions).toEqual({ Service: 'shop', Endpoint: 'GET /%E6%B3%A8%E6%96%87/:id' });
  expect(publishedFrom(line)[0]?.dimensions).toEqual(dimensions);
});

test('more than a hundred requests take several lines, and the errors are on the first', () => {
  const durations = Array.from({ length: 250 }, (_, i) => i + 0.5);
  const lines = emfLines('shop', 'v1', { endpoint: 'GET /a', at: noon, durations, errors: 7 });
  expect(lines).toHaveLength(3);
  const errors = lines
    .flatMap(publishedFrom)
    .filter(({ metric, dimensions }) => metric === 'Errors' && dimensions.Version);
  expect(errors.map(({ value }) => value)).toEqual([7, 0, 0]);
});

test('the analysis reads from CloudWatch exactly what the recorder printed', async () => {
  const shop = await openShop({ version: 'c0ffee', flushEvery: minute });
  for (const path of ['/a', '/a', '/broken']) await shop.visit(path);
  await shop.recorder.close();
  const published = shop.lines.flatMap(publishedFrom);
  const cloudWatch = await startCloudWatch((request) => ({
    MetricDataResults: resultsOf(request, published),
  }));
  closers.push(() => cloudWatch.stop());
  const source = cloudWatchMetrics(cloudWatch.client);
  const now = Math.floor(Date.now() / minute) * minute;
  const { parts } = await source.read({
    service: 'shop',
    metrics: ['GET /a', 'GET /broken'].map((endpoint) => ({ kind: 'recorder', endpoint })),
    versions: [{ name: 'c0ffee', deployedAs: '7' }],
    from: now - minute,
    to: now + minute,
    windowSeconds: 300,
  });
  const [request] = cloudWatch.requests;
  const namespaces = request?.MetricDataQueries.map(({ MetricStat }) => MetricStat.Metric.Namespace);
  expect(new Set(namespaces)).toEqual(new Set(published.map(({ namespace }) => namespace)));
  const total = (endpoint: string, field: 'count' | 'errors') =>
    parts.filter((part) => part.endpoint === endpoint).reduce((sum, part) => sum + part[field], 0);
  expect([total('GET /a', 'count'), total('GET /a', 'errors')]).toEqual([2, 0]);
  expect([total('GET /broken', 'count'), total('GET /broken', 'errors')]).toEqual([1, 1]);
});

test('a full buffer is printed at once, without loss', async () => {
  const shop = await openShop({ flushEvery: minute, capacity: 3 });
  for (let i = 0; i < 7; i += 1) await shop.visit('/a');
  await vi.waitFor(() => expect(shop.lines.length).toBe(2));
  await shop.recorder.close();
  expect(durationsIn(shop.lines)).toBe(7);
});

test('in a Lambda function every request is printed when it ends, because the process may never resume', async () => {
  vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'shop');
  closers.push(() => void vi.unstubAllEnvs());
  const shop = await openShop();
  await shop.visit('/a');
  await vi.waitFor(() => expect(durationsIn(shop.lines)).toBe(1));
});

test('measurements from before a freeze are printed at the end of the first request after it', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval'] });
  const shop = await openShop({ flushEvery: 10_000 });
  await shop.visit('/a');
  // Time passes, but no timer fires.
  vi.setSystemTime(Date.now() + hour);
  await shop.visit('/a');
  await vi.waitFor(() => expect(durationsIn(shop.lines)).toBe(2));
  const hours = new Set(shop.lines.flatMap(publishedFrom).map(({ at }) => Math.floor(at / hour)));
  expect(hours.size).toBe(2);
});

test('a failing output does not affect the service', async () => {
  const shop = await openShop({
    flushEvery: 0,
    print: () => {
      throw new Error('the pipe is broken');
    },
  });
  expect(await shop.visit('/a')).toBe(200);
  await expect(shop.recorder.close()).resolves.toBeUndefined();
});

test('a process with nothing else to do prints the remaining measurements and ends by itself', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--no-warnings', program], {
    timeout: 15_000,
    env: {
      ...process.env,
      IRONCLAW_EMF: '1',
      IRONCLAW_VERSION: 'abc123',
      IRONCLAW_URL: 'http://127.0.0.1:1/',
    },
  });
  const published = stdout.trim().split('\n').flatMap(publishedFrom);
  expect(published).toContainEqual(
    expect.objectContaining({
      metric: 'Duration',
      dimensions: { Service: 'printer', Endpoint: 'GET /once', Version: 'abc123' },
    }),
  );
});

const durationsIn = (lines: readonly string[]) =>
  lines.flatMap(publishedFrom).filter(({ metric, dimensions }) => metric === 'Duration' && dimensions.Version)
    .length;
