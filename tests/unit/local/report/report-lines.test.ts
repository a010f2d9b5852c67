import { expect, test } from 'vitest';
import { examineService } from '#core/performance/report/examine-service.ts';
import { performanceReport } from '#core/performance/report/performance-report.ts';
import { reportLines } from '#local/report/report-lines.ts';
import { measured, partsWith } from '../../core/performance/batches.ts';
import { MemoryMetrics } from '../../core/performance/memory-metrics.ts';
import { MemoryRollups } from '../../core/performance/memory-rollups.ts';
import { strangers } from '../../core/performance/registered-services.ts';

const now = Date.UTC(2026, 5, 1, 9);
const manifest = {
  name: 'shop',
  calls: [],
  metrics: [],
  targets: { p95: 100, endpoints: {}, availability: 0.99 },
};

async function linesOf(store: MemoryMetrics) {
  const rollups = new MemoryRollups();
  const request = { manifest, services: strangers, store, rollups, now, span: 3_600_000 };
  return reportLines(performanceReport({ ...(await examineService(request)), manifest, now }));
}

test('a report shows the state of the service, what is wrong since when, and where in the code', async () => {
  const store = new MemoryMetrics();
  const slow = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 400 : 40));
  for (let i = 0; i < 6; i += 1)
    await store.saveParts(
      partsWith({
        sequence: i,
        measurements: [
          ...measured('GET /prices', now - 1_800_000 + i * 300_000, slow),
          ...measured('GET /cart', now - 1_800_000 + i * 300_000, [4, 5, 6]),
        ],
      }),
    );
  const functions = [{ name: 'netPrice', file: 'src/prices.ts', line: 3, self: 0.2, total: 0.83 }];
  await store.saveProfile('shop', 'v1', { endpoint: 'GET /prices', samples: 90, functions });
  expect(await linesOf(store)).toEqual([
    'shop, last 1 h until 2026-06-01 09:00 UTC: health 91 of 100, lowest part latency (0.77 of 1).',
    '',
    '- GET /prices has a p95 of 399.5 ms over 360 requests, 4.0x its target of 100 ms.',
    '  since 2026-06-01 08:30 UTC (30 min), confidence 0.999',
    '  evidence, p95 in ms by window, oldest first: 399 399 399 399 399 399',
    '  83 % of the time is spent in netPrice (src/prices.ts:3)',
    '',
    'endpoint     requests/h  failed  p50 ms  p95 ms  p99 ms  target',
    'GET /prices         360     0 %      40     399     399     100',
    'GET /cart            18     0 %       5    5.99    5.99     100',
  ]);
});

test('a healthy service is reported as healthy, and one without traffic as not measured', async () => {
  const store = new MemoryMetrics();
  expect(await linesOf(store)).toEqual(['shop, last 1 h until 2026-06-01 09:00 UTC: nothing was measured.']);
  await store.saveParts(partsWith({ measurements: measured('GET /cart', now - 60_000, [4, 5, 6]) }));
  const [first, , second] = await linesOf(store);
  expect(first).toMatch(/health 100 of 100; there were few requests\.$/);
  expect(second).toBe('The measurements show no problem.');
});

test('unknowns are lines that begin with a question mark', async () => {
  const store = new MemoryMetrics();
  await store.saveParts(partsWith({ measurements: measured('GET /cart', now - 60_000, [4, 5, 6]) }));
  await store.saveDropped('shop', { batch: 'i1#1', at: now - 50_000, count: 3 });
  expect(await linesOf(store)).toContainEqual(expect.stringMatching(/^\? 3 measurements were dropped/));
});
