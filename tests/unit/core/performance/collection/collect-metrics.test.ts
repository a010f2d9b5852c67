import { beforeEach, expect, test } from 'vitest';
import { Unavailable } from '#core/errors.ts';
import { type CollectMetrics, collectMetrics } from '#core/performance/collection/collect-metrics.ts';
import type {
  MetricsReading,
  MetricsSource,
  ReadMetrics,
} from '#core/performance/collection/metrics-source.ts';
import type { ServiceMetric } from '#core/service/service-metrics.ts';
import { MemoryMetricsSource } from '../../../../support/memory-metrics-source.ts';
import { MemoryMetrics } from '../memory-metrics.ts';
import { MemoryRollups } from '../memory-rollups.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 5, 1, 12);
const metrics: ServiceMetric[] = ['GET /a', 'GET /b'].map((endpoint) => ({ kind: 'recorder', endpoint }));

/** What it was asked, and an answer that a test may spoil. */
class WatchedSource implements MetricsSource {
  readonly inner = new MemoryMetricsSource();
  readonly asked: ReadMetrics[] = [];
  spoil: (reading: MetricsReading) => MetricsReading = (reading) => reading;

  async read(request: ReadMetrics): Promise<MetricsReading> {
    this.asked.push(request);
    return this.spoil(await this.inner.read(request));
  }
}

let source: WatchedSource;
let store: MemoryMetrics;
let rollups: MemoryRollups;
beforeEach(() => {
  source = new WatchedSource();
  store = new MemoryMetrics();
  rollups = new MemoryRollups();
});

const collect = (now: number, fields: Partial<CollectMetrics> = {}) =>
  collectMetrics({
    manifest: { name: 'shop', metrics },
    now,
    windowSeconds: 300,
    source,
    store,
    rollups,
    ...fields,
  });
const visit = (at: number, endpoint = 'GET /a') =>
  void source.inner.seen.push({ endpoint, version: 'v1', at, duration: 10, status: 200 });
const visitEveryMinute = (from: number, to: number, endpoint = 'GET /a') => {
  for (let at = from; at < to; at += minute) visit(at, endpoint);
};
const kept = async (endpoint = 'GET /a') =>
  (await store.partsBetween('shop', 0, Infinity)).filter((part) => part.endpoint === endpoint);
const countOf = async (endpoint?: string) =>
  (await kept(endpoint)).reduce((sum, { count }) => sum + count, 0);
const isIncomplete = (endpoint: string) => (reading: MetricsReading) => ({
  parts: reading.parts.filter((part) => part.endpoint !== endpoint),
  incomplete: [{ endpoint, version: 'unversioned', reason: 'it was said so.' }],
});

test('the first collection reaches as far back as it may, and ends before the minute that is under way', async () => {
  visitEveryMinute(noon - 30 * minute, noon + minute);
  await collect(noon + 30_000, { lookBack: 20 * minute });
  expect(source.asked[0]).toMatchObject({ from: noon - 20 * minute, to: noon });
  expect(await countOf()).toBe(20);
});

test('a later one reads on where the last ended, and a few settling minutes once more, which count once', async () => {
  visitEveryMinute(noon - 10 * minute, noon + 15 * minute);
  await collect(noon);
  await collect(noon + 15 * minute);
  expect(source.asked[1]).toMatchObject({ from: noon - 5 * minute, to: noon + 15 * minute });
  expect(await countOf()).toBe(25);
});

test('requests that the source knew late are counted when their minute is read again', async () => {
  visit(noon - minute);
  await collect(noon);
  visit(noon - minute);
  await collect(noon + minute);
  expect((await kept()).map(({ count }) => count)).toEqual([2]);
});

test('what was missed for longer than the look-back stays missed, and the rest is read', async () => {
  await collect(noon);
  visitEveryMinute(noon, noon + 600 * minute);
  await collect(noon + 600 * minute, { lookBack: 60 * minute });
  expect(await countOf()).toBe(60);
});

test('a crash after the parts were kept doubles nothing and loses nothing', async () => {
  visitEveryMinute(noon - 10 * minute, noon);
  const { markCollected } = store;
  store.markCollected = () => Promise.reject(new Error('the process died'));
  await expect(collect(noon)).rejects.toThrow();
  store.markCollected = markCollected;
  visitEveryMinute(noon, noon + 15 * minute);
  await collect(noon + 15 * minute);
  expect(await countOf()).toBe(25);
});

test('a crash while the parts were kept loses nothing', async () => {
  visitEveryMinute(noon - 10 * minute, noon);
  const { saveParts } = store;
  store.saveParts = async (parts) => {
    await saveParts.call(store, parts.slice(5));
    throw new Error('the process died');
  };
  await expect(collect(noon)).rejects.toThrow();
  store.saveParts = saveParts;
  await collect(noon + 15 * minute);
  expect(await countOf()).toBe(10);
});

test('a source that cannot be read moves no mark', async () => {
  visitEveryMinute(noon - 10 * minute, noon);
  source.spoil = () => {
    throw new Unavailable('it is not there.', { code: 'metrics/unreachable' });
  };
  await expect(collect(noon)).rejects.toMatchObject({ code: 'metrics/unreachable' });
  source.spoil = (reading) => reading;
  await collect(noon + 60 * minute);
  expect(await countOf()).toBe(10);
});

test('an endpoint with incomplete data is told, and read again from where it was complete; others go on', async () => {
  await collect(noon);
  visitEveryMinute(noon, noon + 30 * minute, 'GET /a');
  visitEveryMinute(noon, noon + 30 * minute, 'GET /b');
  source.spoil = isIncomplete('GET /b');
  const { incomplete } = await collect(noon + 15 * minute);
  expect(incomplete).toMatchObject([{ endpoint: 'GET /b' }]);
  expect([await countOf('GET /a'), await countOf('GET /b')]).toEqual([15, 0]);

  source.spoil = (reading) => reading;
  const { parts } = await collect(noon + 30 * minute);
  expect([await countOf('GET /a'), await countOf('GET /b')]).toEqual([30, 30]);
  // Of /a only what is new and what may not have settled is written once more.
  expect(parts).toBe(30 + 15 + 5);
});

test('an endpoint that was never complete is read from the look-back on', async () => {
  source.spoil = isIncomplete('GET /b');
  await collect(noon);
  await collect(noon + 15 * minute);
  expect(source.asked[1]?.from).toBe(noon + (15 - 180) * minute);
});

test('an endpoint that is new in the manifest is read from the look-back on, without a second writing of the others', async () => {
  visitEveryMinute(noon - 20 * minute, noon, 'GET /a');
  visitEveryMinute(noon - 20 * minute, noon, 'GET /b');
  await collect(noon, { manifest: { name: 'shop', metrics: metrics.slice(0, 1) } });
  const { parts } = await collect(noon + minute);
  expect(await countOf('GET /b')).toBe(20);
  expect(parts).toBe(20 + 5);
});

test('two collections at once count everything once', async () => {
  visitEveryMinute(noon - 10 * minute, noon + 15 * minute);
  await Promise.all([collect(noon), collect(noon), collect(noon - 3 * minute)]);
  await collect(noon + 15 * minute);
  expect(await countOf()).toBe(25);
});

test('the versions in the traffic are asked for', async () => {
  visit(noon - minute);
  await collect(noon, { versions: [{ name: 'v1', deployedAs: '7' }] });
  expect((await kept()).map(({ version }) => version)).toEqual(['v1']);
});

test('a service whose manifest names no metrics costs no call', async () => {
  expect(await collect(noon, { manifest: { name: 'shop', metrics: [] } })).toEqual({
    parts: 0,
    incomplete: [],
  });
  expect(source.asked).toEqual([]);
});
