import { beforeEach, describe, expect, it } from 'vitest';
import type { MetricsStore } from '#core/performance/ports.ts';
import type { EndpointProfile } from '#core/performance/windows/metrics-batch.ts';
import { summarize } from '#core/performance/windows/window.ts';
import { partsFrom, type WindowPart } from '#core/performance/windows/window-part.ts';
import { hour, minute } from '#core/time.ts';
import { measured, partsWith } from '../../unit/core/performance/batches.ts';

const noon = Date.UTC(2026, 5, 1, 12);

/** What every metrics store guarantees. `open` returns an empty store. */
export function behavesAsMetricsStore(open: () => Promise<MetricsStore>): void {
  let store: MetricsStore;
  beforeEach(async () => {
    store = await open();
  });
  const between = async (from: number, to: number, service = 'shop') =>
    byEndpoint(await store.partsBetween(service, from, to));

  describe('measurements', () => {
    it('are read as they were saved', async () => {
      const parts = partsWith({ measurements: measured('GET /a', noon, [0, 0.25, 12, 800.5], 503) });
      await store.saveParts(parts);
      expect(await between(noon, noon + hour)).toEqual(parts);
    });

    it('of one batch count once, however often the batch arrives', async () => {
      const parts = partsWith({ measurements: measured('GET /a', noon, [10, 20]) });
      await Promise.all([store.saveParts(parts), store.saveParts(parts), store.saveParts(parts)]);
      expect(await between(noon, noon + hour)).toEqual(parts);
    });

    it('that another batch repeats with others count once', async () => {
      const origin = { service: 'shop', version: 'v1', memory: { rss: 0, heapUsed: 0 } };
      const requests = [10, 20, 30].map((duration, i) => ({
        endpoint: 'GET /a',
        at: noon,
        duration,
        status: 200,
        id: `00000000000000a${i}`,
      }));
      await store.saveParts(partsFrom({ ...origin, batch: 'i1#one' }, requests.slice(0, 2), 300));
      await store.saveParts(partsFrom({ ...origin, batch: 'i1#two' }, requests, 300));
      expect(summarize(await between(noon, noon + hour))).toMatchObject({
        count: 3,
        sum: 60,
        min: 10,
        max: 30,
      });
    });

    it('of different batches, versions, processes or endpoints are separate', async () => {
      const measurements = measured('GET /a', noon, [10]);
      const all = [
        ...partsWith({ measurements }),
        ...partsWith({ measurements, sequence: 1 }),
        ...partsWith({ measurements, version: 'v2' }),
        ...partsWith({ measurements, instance: 'i2' }),
        ...partsWith({ measurements: measured('GET /b', noon, [10]) }),
      ];
      await store.saveParts(all);
      expect(await between(noon, noon + hour)).toHaveLength(all.length);
    });

    it('of more than 25 parts are all saved', async () => {
      const endpoints = Array.from({ length: 60 }, (_, i) => `GET /${String(i).padStart(2, '0')}`);
      const parts = partsWith({ measurements: endpoints.flatMap((name) => measured(name, noon, [10])) });
      await store.saveParts(parts);
      expect((await between(noon, noon + hour)).map(({ endpoint }) => endpoint)).toEqual(endpoints);
    });

    it('may be empty', async () => {
      await store.saveParts([]);
      expect(await between(0, hour)).toEqual([]);
    });

    it('of another service are separate', async () => {
      await store.saveParts(partsWith({ service: 'bank', measurements: measured('GET /a', noon, [10]) }));
      expect(await between(noon, noon + hour)).toEqual([]);
      expect(await between(noon, noon + hour, 'bank')).toHaveLength(1);
    });

    it('that exceed one page of the table are all read', async () => {
      const spread = Array.from({ length: 300 }, (_, i) => 1.05 ** i);
      const batches = Array.from({ length: 1_500 }, (_, sequence) => sequence);
      const [part] = partsWith({ measurements: measured('GET /a', noon, spread) });
      if (!part) throw new Error('the batch has no parts');
      await store.saveParts(batches.map((sequence) => ({ ...part, batch: `i1#${sequence}` })));
      expect(await between(noon, noon + hour)).toHaveLength(batches.length);
    });
  });

  describe('a range of time', () => {
    const windows = [noon - hour, noon - 5 * minute, noon, noon + 5 * minute, noon + hour];
    const startsBetween = async (from: number, to: number) =>
      (await store.partsBetween('shop', from, to)).map(({ windowStart }) => windowStart).toSorted(ascending);
    beforeEach(() =>
      store.saveParts(partsWith({ measurements: windows.flatMap((at) => measured('GET /a', at, [10])) })),
    );

    it('may span several hours', async () => {
      expect(await startsBetween(noon - 2 * hour, noon + 2 * hour)).toEqual(windows);
    });

    it('includes the window at its start and excludes the window at its end', async () => {
      expect(await startsBetween(noon - 5 * minute, noon + 5 * minute)).toEqual(windows.slice(1, 3));
    });

    it('selects windows by their start, not by the times of their requests', async () => {
      expect(await startsBetween(noon + 1, noon + 5 * minute)).toEqual([]);
    });

    it('may be empty', async () => {
      expect(await startsBetween(noon, noon)).toEqual([]);
    });
  });

  describe('dropped measurements', () => {
    const drop = (batch: string, at: number, count: number) =>
      store.saveDropped('shop', { batch, at, count });

    it('are added up over the range, whatever else was measured; a batch sent twice counts once', async () => {
      await store.saveParts(partsWith({ measurements: measured('GET /a', noon, [10]) }));
      await drop('i1#1', noon, 500);
      await drop('i1#1', noon + 1, 500);
      await drop('i2#1', noon + hour, 7);
      expect(await store.droppedBetween('shop', noon, noon + 2 * hour)).toBe(507);
      expect(await store.droppedBetween('shop', noon + 2, noon + hour)).toBe(0);
      expect(await store.droppedBetween('bank', noon, noon + 2 * hour)).toBe(0);
      expect(await between(noon, noon + 2 * hour)).toHaveLength(1);
    });
  });

  describe('refused measurements', () => {
    const refuse = (at: number, reasons: Readonly<Record<string, number>>, service = 'shop') =>
      store.addRefused(service, { at, reasons: new Map(Object.entries(reasons)) });

    it('are added up by reason over the hours; what a reason quotes is an example', async () => {
      await refuse(noon, { 'the route "/a#b" is wrong': 2, 'it is late': 5 });
      await refuse(noon + minute, { 'the route "/c#d" is wrong': 1 });
      await refuse(noon + 2 * hour, { 'it is late': 7 });
      await refuse(noon, { 'it is late': 100 }, 'bank');
      const within = await store.refusedBetween('shop', noon, noon + hour);
      expect(Object.fromEntries(within)).toEqual({ 'the route "/c#d" is wrong': 3, 'it is late': 5 });
      expect((await store.refusedBetween('shop', noon, noon + 3 * hour)).get('it is late')).toBe(12);
      expect(await between(noon, noon + hour)).toEqual([]);
    });
  });

  describe('profiles', () => {
    const profile = (samples: number, endpoint = 'GET /a'): EndpointProfile => ({
      endpoint,
      samples,
      functions: [{ name: 'netPrice', file: 'src/prices.ts', line: 3, self: 0.5, total: 0.75 }],
    });

    it('are null before one is saved', async () => {
      expect(await store.profileOf('shop', 'GET /a')).toBeNull();
    });

    it('are the newest of all versions, or the newest of one version', async () => {
      await store.saveProfile('shop', 'v1', profile(100), noon);
      await store.saveProfile('shop', 'v2', profile(200), noon + minute);
      expect(await store.profileOf('shop', 'GET /a')).toEqual(profile(200));
      expect(await store.profileOf('shop', 'GET /a', 'v1')).toEqual(profile(100));
      expect(await store.profileOf('shop', 'GET /a', 'v3')).toBeNull();
    });

    it('belong to one endpoint of one service', async () => {
      await store.saveProfile('shop', 'v1', profile(100), noon);
      expect(await store.profileOf('shop', 'GET /b')).toBeNull();
      expect(await store.profileOf('bank', 'GET /a')).toBeNull();
    });
  });

  describe('the request for a profile', () => {
    it('does not exist before it is made', async () => {
      expect(await store.requestedProfile('shop', noon)).toBeNull();
    });

    it('lasts until its end', async () => {
      await store.requestProfile('shop', noon + minute, 10);
      expect(await store.requestedProfile('shop', noon)).toEqual({ seconds: 10 });
      expect(await store.requestedProfile('shop', noon + minute)).toBeNull();
      expect(await store.requestedProfile('bank', noon)).toBeNull();
    });

    it('is canceled by an end in the past', async () => {
      await store.requestProfile('shop', noon + minute, 10);
      await store.requestProfile('shop', noon, 0);
      expect(await store.requestedProfile('shop', noon)).toBeNull();
    });
  });

  describe('the times until which metrics were collected', () => {
    it('are empty before the first collection', async () => {
      expect(await store.collectedUntil('shop')).toEqual({});
    });

    it('are read as they were saved, separately for each service', async () => {
      await store.markCollected('shop', { 'GET /a': noon, 'GET /orders/:id': noon + minute });
      await store.markCollected('bank', { 'GET /a': noon + hour });
      expect(await store.collectedUntil('shop')).toEqual({
        'GET /a': noon,
        'GET /orders/:id': noon + minute,
      });
    });

    it('are replaced as a whole', async () => {
      await store.markCollected('shop', { 'GET /a': noon, 'GET /b': noon });
      await store.markCollected('shop', { 'GET /a': noon + minute });
      expect(await store.collectedUntil('shop')).toEqual({ 'GET /a': noon + minute });
    });
  });
}

const ascending = (a: number, b: number) => a - b;

const byEndpoint = (parts: readonly WindowPart[]) =>
  parts.toSorted((a, b) => a.endpoint.localeCompare(b.endpoint));
