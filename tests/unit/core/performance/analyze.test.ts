import { beforeEach, expect, test } from 'vitest';
import { analyze } from '#core/performance/analyze.ts';
import { performanceReport } from '#core/performance/report/performance-report.ts';
import type { EndpointProfile } from '#core/performance/windows/metrics-batch.ts';
import { measured, partsWith } from './batches.ts';
import { MemoryMetrics } from './memory-metrics.ts';
import { MemoryRollups } from './memory-rollups.ts';
import { strangers } from './registered-services.ts';

const now = Date.UTC(2026, 5, 1, 9);
const hour = 3_600_000;
const manifest = {
  name: 'shop',
  calls: [],
  metrics: [],
  targets: { p95: 100, endpoints: {}, availability: 0.99 },
};
const durations = (count: number, duration: number) => Array.from({ length: count }, () => duration);
const profile: EndpointProfile = {
  endpoint: 'GET /products',
  samples: 200,
  functions: [{ name: 'search', file: 'src/search.ts', line: 9, self: 0.7, total: 0.9 }],
};

let store: MemoryMetrics;
beforeEach(async () => {
  store = new MemoryMetrics();
  await store.saveParts(
    partsWith({
      measurements: [
        ...measured('GET /products', now - hour / 2, durations(200, 300)),
        ...measured('GET /cart', now - hour / 2, durations(200, 10)),
      ],
    }),
  );
});
const rollups = new MemoryRollups();
const run = (fields = {}) =>
  analyze({ manifest, services: strangers, store, rollups, now, span: 24 * hour, ...fields });

test('a slow endpoint becomes a finding and an opportunity, and lowers the health', async () => {
  const { findings, opportunities, windows, health } = await run();
  expect(findings).toMatchObject([{ kind: 'slow-endpoint', endpoint: 'GET /products' }]);
  expect(opportunities).toMatchObject([{ finding: findings[0], requestsPerHour: 400 }]);
  expect(windows.map(({ count }) => count).reduce((a, b) => a + b)).toBe(400);
  expect(health.lowest).toBe('latency');
  // 200 satisfied, 200 within four times the target, 20 given: (200 + 100 + 20) / 420.
  expect(health.parts.latency).toBeCloseTo(320 / 420, 12);
});

test('a slow endpoint without a profile of its version asks for one, with one it does not', async () => {
  await store.saveProfile('shop', 'v0', profile);
  expect((await run()).findings[0]?.hottest).toEqual([]);
  expect(await store.requestedProfile('shop', now)).toEqual({ seconds: 10 });

  await store.requestProfile('shop', now, 0);
  await store.saveProfile('shop', 'v1', profile);
  const { findings, opportunities } = await run();
  expect(findings[0]?.hottest).toEqual(profile.functions);
  expect(opportunities[0]?.finding.hottest).toEqual(profile.functions);
  expect(await store.requestedProfile('shop', now)).toBeNull();
});

test('requests beyond four times the target are not even tolerable', async () => {
  await store.saveParts(
    partsWith({ sequence: 1, measurements: measured('GET /cart', now - hour / 2, durations(100, 500)) }),
  );
  expect((await run()).health.parts.latency).toBeCloseTo(320 / 520, 12);
});

test('a service without traffic is healthy with low confidence, and nothing is asked of it', async () => {
  const quiet = await run({ manifest: { ...manifest, name: 'quiet' }, span: hour });
  expect(quiet).toMatchObject({
    findings: [],
    opportunities: [],
    windows: [],
    health: { score: 100, lowConfidence: true },
  });
  expect(await store.requestedProfile('quiet', now)).toBeNull();
});

test('the error budget burns by the worse of the last hour and the last six', async () => {
  await store.saveParts(
    partsWith({ sequence: 1, measurements: measured('GET /cart', now - 3 * hour, durations(100, 10), 500) }),
  );
  // Of the last hour's 400 requests none failed, of the last six hours' 500 every fifth: 0.2 / 0.01 = 20.
  expect((await run()).health).toMatchObject({ lowest: 'availability', parts: { availability: 0.01 } });
});

test('the report tells endpoints with percentiles, worst first, and how it went over time', async () => {
  const report = performanceReport({ ...(await run({ span: hour })), manifest, now });
  expect(report).toMatchObject({
    service: 'shop',
    from: now - hour,
    to: now,
    endpoints: [
      {
        endpoint: 'GET /products',
        target: 100,
        count: 200,
        requestsPerHour: 200,
        min: 300,
        max: 300,
        errorRate: 0,
      },
      { endpoint: 'GET /cart', target: 100, count: 200, mean: 10 },
    ],
    findings: [{ kind: 'slow-endpoint' }],
    timeline: [{ start: now - hour / 2, count: 400, memory: { rss: 100e6, heapUsed: 50e6 } }],
    memory: { rss: 100e6, heapUsed: 50e6 },
    endpointCosts: null,
  });
  expect(JSON.stringify(report)).not.toContain('sketch');
});

test('a report leaves out what is older than it asks for', async () => {
  const later = performanceReport({
    ...(await run({ now: now + hour, span: hour })),
    manifest,
    now: now + hour,
  });
  expect(later).toMatchObject({ endpoints: [], timeline: [], health: { lowConfidence: true } });
});
