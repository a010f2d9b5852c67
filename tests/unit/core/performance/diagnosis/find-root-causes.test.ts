import { beforeEach, describe, expect, test } from 'vitest';
import { outgoingCallsOf } from '#core/performance/diagnosis/outgoing-calls.ts';
import { examineService } from '#core/performance/report/examine-service.ts';
import { rankOpportunities } from '#core/performance/report/opportunities.ts';
import { partsFrom } from '#core/performance/windows/window-part.ts';
import { MemoryMetrics } from '../memory-metrics.ts';
import { MemoryRollups } from '../memory-rollups.ts';
import { servicesThatCall } from '../registered-services.ts';

const window = 300_000;
const now = Date.UTC(2026, 5, 2, 9);
const onset = now - 4 * window;
const manifest = {
  name: 'shop',
  calls: ['catalogue', 'basket'],
  metrics: [],
  targets: { p95: 100, endpoints: {}, availability: 0.99 },
};
/** They call each other in a circle, and one that nobody registered. */
const services = servicesThatCall({ catalogue: ['prices', 'unknown'], basket: ['prices'], prices: ['shop'] });

let store: MemoryMetrics;
beforeEach(() => {
  store = new MemoryMetrics();
});

interface Load {
  readonly endpoint?: string;
  readonly usual: number;
  readonly since?: number;
  readonly failing?: number;
  /** In each window. */
  readonly requests?: number;
}

const originOf = (service: string, batch: string) => ({
  service,
  batch,
  version: 'v1',
  memory: { rss: 1, heapUsed: 1 },
});

/** Twelve windows of forty requests, in milliseconds before the onset and since; of which some fail since. */
async function measure(service: string, load: Load): Promise<void> {
  const { endpoint = 'GET /', usual, since = usual, failing = 0, requests = 40 } = load;
  for (let i = 0; i < 12; i += 1) {
    const start = now - (12 - i) * window;
    const isLate = start >= onset;
    const measurements = Array.from({ length: requests }, (_, j) => ({
      endpoint,
      at: start + j * 1_000,
      duration: (isLate ? since : usual) + (j % 5),
      status: isLate && j < failing ? 500 : 200,
    }));
    await store.saveParts(partsFrom(originOf(service, `${endpoint}#${i}`), measurements, 300));
  }
}

const look = (fields: Partial<typeof manifest> = {}) =>
  examineService({
    manifest: { ...manifest, ...fields },
    services,
    store,
    rollups: new MemoryRollups(),
    now,
    span: 12 * window,
  });

describe('the one to blame for a slow endpoint', () => {
  test('is the service behind the service that became slow, and then there is nothing to fix here', async () => {
    await measure('shop', { usual: 60, since: 260 });
    await measure('catalogue', { usual: 40, since: 240 });
    await measure('basket', { usual: 20 });
    await measure('prices', { usual: 10, since: 210 });
    const { findings } = await look();
    const slow = findings.filter(({ kind }) => kind === 'slow-endpoint');
    expect(slow).toMatchObject([{ since: onset, rootCause: { service: 'prices' } }]);
    expect(slow[0]?.rootCause?.summary).toMatch(
      /^prices: \d+(\.\d+)? extra seconds passed through it in a window, none of it/,
    );
    expect(rankOpportunities(findings, {})).toEqual([]);
  });

  test('is the service itself where those that it calls are as they were', async () => {
    await measure('shop', { usual: 60, since: 260 });
    await measure('catalogue', { usual: 40 });
    await measure('basket', { usual: 20 });
    const { findings } = await look();
    expect(findings).toMatchObject([{ rootCause: { service: 'shop' } }]);
    expect(rankOpportunities(findings, {})).toHaveLength(1);
  });

  test('is not known of what has always been so, nor where nobody is called', async () => {
    await measure('shop', { usual: 260 });
    expect((await look()).findings).toMatchObject([{ kind: 'slow-endpoint', rootCause: null }]);
    store = new MemoryMetrics();
    await measure('shop', { usual: 60, since: 260 });
    expect((await look({ calls: [] })).findings).toMatchObject([{ kind: 'slow-endpoint', rootCause: null }]);
  });
});

test('the one to blame for failures is the one where they begin', async () => {
  await measure('shop', { usual: 60, failing: 10 });
  await measure('catalogue', { usual: 40, failing: 10 });
  await measure('basket', { usual: 20 });
  const { findings } = await look();
  expect(findings).toMatchObject([{ kind: 'error-rate', rootCause: { service: 'catalogue' } }]);
});

describe('where nothing is declared, the calls that were traced are the graph', () => {
  const traced = (callee: string, load: Load, caller = 'shop') =>
    measure(outgoingCallsOf(caller), { endpoint: callee, ...load });

  test('and one that measures nothing itself is blamed by what its callers measured', async () => {
    await measure('shop', { usual: 60, since: 260 });
    await traced('postgresql', { usual: 20, since: 220 });
    await traced('basket', { usual: 20 });
    const { findings } = await look({ calls: [] });
    const slow = findings.filter(({ kind }) => kind === 'slow-endpoint');
    expect(slow).toMatchObject([{ rootCause: { service: 'postgresql' } }]);
    expect(rankOpportunities(findings, {})).toEqual([]);
  });

  test('from service to service', async () => {
    await measure('shop', { usual: 60, since: 260 });
    await traced('catalogue', { usual: 40, since: 240 });
    await measure('catalogue', { usual: 40, since: 240 });
    await traced('prices', { usual: 10, since: 210 }, 'catalogue');
    const { findings } = await look({ calls: [] });
    expect(findings.find(({ kind }) => kind === 'slow-endpoint')?.rootCause?.service).toBe('prices');
  });
});

test('a dependency whose calls fail is named, though every request of the service succeeds', async () => {
  await measure('shop', { usual: 60 });
  await measure(outgoingCallsOf('shop'), { endpoint: 'payments', usual: 20, failing: 10 });
  const { findings, windows } = await look();
  expect(findings).toMatchObject([
    { kind: 'dependency', endpoint: null, rootCause: { service: 'payments' }, errorRate: 40 / 480 },
  ]);
  expect(findings[0]?.summary).toMatch(/^calls of payments failed 40 of 480 requests/);
  expect(new Set(windows.map(({ endpoint }) => endpoint))).toEqual(new Set(['GET /']));
});

test('a dependency that takes longer than at the same hours of the day before is named', async () => {
  const measurements = Array.from({ length: 36 * 60 }, (_, i) => ({
    endpoint: 'payments',
    at: now - 26 * 3_600_000 + i * 5_000,
    duration: 20 + (i % 7),
    status: 200,
  }));
  const calls = outgoingCallsOf('shop');
  await store.saveParts(partsFrom(originOf(calls, 'yesterday#1'), measurements, 300));
  await measure(calls, { endpoint: 'payments', usual: 60, requests: 80 });
  const { findings } = await look();
  expect(findings).toMatchObject([{ kind: 'dependency', rootCause: { service: 'payments' } }]);
});
