import { expect, test } from 'vitest';
import { examineService } from '#core/performance/report/examine-service.ts';
import { unknownsOf } from '#core/performance/report/unknowns.ts';
import { limitEndpoints, maxEndpoints } from '#core/performance/windows/limit-endpoints.ts';
import { recordMetrics } from '#core/performance/windows/record-metrics.ts';
import { batchOf, measured } from '../batches.ts';
import { MemoryMetrics } from '../memory-metrics.ts';
import { MemoryRollups } from '../memory-rollups.ts';
import { strangers } from '../registered-services.ts';

const now = Date.UTC(2026, 5, 1, 9);
const windows = (...endpoints: readonly string[]) => endpoints.map((endpoint) => ({ endpoint, count: 10 }));

test('the rarest endpoints of a batch with too many are combined by method', () => {
  const many = Array.from({ length: 300 }, (_, i) =>
    measured(`GET /page-${i}-x`, now, i < 199 ? [1, 2] : [1]),
  );
  const all = [...many.flat(), ...measured('POST /often', now, [1, 2, 3])];
  const few = limitEndpoints(all);
  const endpoints = new Set(few.map(({ endpoint }) => endpoint));
  expect(endpoints.size).toBe(maxEndpoints + 1);
  expect([endpoints.has('POST /often'), endpoints.has('GET /page-0-x')]).toEqual([true, true]);
  expect(few).toHaveLength(all.length);
  expect(few.filter(({ endpoint }) => endpoint === 'GET /(others)')).toHaveLength(101);
});

test('so are the rarest of too many callees', () => {
  const hosts = Array.from({ length: 300 }, (_, i) => measured(`tenant-${i}.example.com`, now, [1])).flat();
  const few = limitEndpoints(hosts);
  expect(few.filter(({ endpoint }) => endpoint === '*')).toHaveLength(100);
});

test('a batch with the maximum number of endpoints stays unchanged', () => {
  const all = Array.from({ length: maxEndpoints }, (_, i) => measured(`GET /page-${i}-x`, now, [1])).flat();
  expect(limitEndpoints(all)).toEqual(all);
});

test('requests that matched no route are reported, but not a few of them', () => {
  const request = { manifest: { metrics: [] }, collectedUntil: {}, dropped: 0, refused: new Map(), now };
  const unmatched = 'GET /(unmatched)';
  expect(unknownsOf({ ...request, windows: windows('GET /a', unmatched, unmatched) })).toEqual([
    '20 requests matched no route that is known: they are measured together as GET /(unmatched), and no fix is looked for.',
  ]);
  expect(unknownsOf({ ...request, windows: windows(unmatched) })).toEqual([]);
});

test('combined endpoints are reported, and a route for everything is none', () => {
  const request = { manifest: { metrics: [] }, collectedUntil: {}, dropped: 0, refused: new Map(), now };
  expect(unknownsOf({ ...request, windows: windows('GET /a', 'GET /*', 'GET /(others)') })).toEqual([
    expect.stringMatching(/^GET \/\(others\) combines several endpoints, because a batch had more than 200/),
  ]);
  expect(unknownsOf({ ...request, windows: windows('GET /a') })).toEqual([]);
});

test('a late reading of an outside system is reported with its time', () => {
  const manifest = {
    metrics: ['GET /a', 'GET /b', 'GET /c'].map((endpoint) => ({ kind: 'recorder', endpoint }) as const),
  };
  const collectedUntil = { 'GET /a': now - 60_000, 'GET /b': now - 2 * 3_600_000 };
  expect(unknownsOf({ manifest, windows: [], dropped: 0, refused: new Map(), collectedUntil, now })).toEqual([
    'GET /b was last collected up to 2026-06-01T07:00:00.000Z: later measurements are unknown.',
    'GET /c was never collected from its metrics system.',
  ]);
});

test('the number of dropped measurements is reported, also of a batch that brought no others', async () => {
  const store = new MemoryMetrics();
  const rollups = new MemoryRollups();
  const measurements = [...measured('GET /a', now - 60_000, [1]), ...measured('GET /b', now - 60_000, [1])];
  const batches = [{ dropped: 7, measurements }, { measurements }, { dropped: 5, measurements: [] }];
  for (const [sequence, fields] of batches.entries())
    await recordMetrics({
      batch: batchOf({ sequence, ...fields }),
      now: now - 1,
      windowSeconds: 300,
      store,
      rollups,
    });
  const manifest = {
    name: 'shop',
    calls: [],
    metrics: [],
    targets: { p95: 100, endpoints: {}, availability: 0.99 },
  };
  const { unknown } = await examineService({
    manifest,
    services: strangers,
    store,
    rollups,
    now,
    span: 3_600_000,
  });
  expect(unknown).toEqual([
    "12 measurements were dropped because the recorder's buffer was full: request counts are too low.",
  ]);
});

test('measurements that could not be read are reported with the most frequent reasons', () => {
  const reasons = Array.from({ length: 9 }, (_, i) => [`reason ${i}`, i + 1] as const);
  const refused = new Map(reasons);
  const lines = unknownsOf({
    manifest: { metrics: [] },
    windows: [],
    dropped: 0,
    refused,
    collectedUntil: {},
    now,
  });
  expect(lines).toEqual([9, 8, 7, 6, 5].map((n) => `Refused measurements: ${n}, because reason ${n - 1}.`));
});
