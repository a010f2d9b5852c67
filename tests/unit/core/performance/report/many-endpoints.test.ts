import { expect, test } from 'vitest';
import { outgoingCallsOf } from '#core/performance/diagnosis/outgoing-calls.ts';
import { examineService } from '#core/performance/report/examine-service.ts';
import { rankOpportunities } from '#core/performance/report/opportunities.ts';
import { rankStaticFindings } from '#core/performance/report/rank-static-findings.ts';
import { partsFrom } from '#core/performance/windows/window-part.ts';
import { aStaticFinding } from '../../../../support/static-finding.ts';
import { MemoryMetrics } from '../memory-metrics.ts';
import { MemoryRollups } from '../memory-rollups.ts';
import { servicesThatCall } from '../registered-services.ts';

const window = 300_000;
const now = Date.UTC(2026, 5, 2, 9);
const manifest = {
  name: 'shop',
  calls: ['catalogue'],
  metrics: [],
  targets: { p95: 100, endpoints: {}, availability: 0.99 },
};

/** Four windows of twenty requests, of which the last two are slow. */
async function measure(store: MemoryMetrics, service: string, endpoint: string): Promise<void> {
  for (let i = 0; i < 4; i += 1) {
    const at = now - (4 - i) * window;
    const request = { endpoint, at, duration: i < 2 ? 1 : 500, status: 200 };
    const origin = { service, version: 'v1', batch: `${endpoint}#${i}`, memory: { rss: 1, heapUsed: 1 } };
    await store.saveParts(partsFrom(origin, Array(20).fill(request), 300));
  }
}

/** Seconds of CPU to examine a service whose endpoints all became slow. */
async function secondsFor(endpoints: number): Promise<number> {
  const store = new MemoryMetrics();
  const names = Array.from({ length: endpoints }, (_, i) => `GET /${i}`);
  for (const name of names) await measure(store, 'shop', name);
  await measure(store, outgoingCallsOf('shop'), 'catalogue');
  const before = process.cpuUsage();
  const examined = await examineService({
    manifest,
    services: servicesThatCall({ catalogue: [] }),
    store,
    rollups: new MemoryRollups(),
    now,
    span: 4 * window,
  });
  const found = rankOpportunities(examined.findings, {}, examined.windows);
  rankStaticFindings(
    Array.from({ length: endpoints }, () => aStaticFinding()),
    { ...examined, now },
  );
  const { user } = process.cpuUsage(before);
  expect(found).toHaveLength(endpoints);
  return user / 1e6;
}

test('ten times the endpoints take about ten times as long', async () => {
  const few = await secondsFor(1_000);
  const many = await secondsFor(10_000);
  expect(many).toBeLessThan(30 * few);
}, 120_000);
