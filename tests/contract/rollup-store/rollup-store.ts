import { beforeEach, describe, expect, it } from 'vitest';
import type { RollupStore, TimeSpan } from '#core/performance/rollups/ports.ts';
import { mergeParts, mergeWindows, type Window } from '#core/performance/windows/window.ts';
import { day, hour } from '#core/time.ts';
import { measured, partsWith } from '../../unit/core/performance/batches.ts';

const midnight = Date.UTC(2026, 5, 1);

/** What every history store guarantees. `open` returns an empty store. */
export function behavesAsRollupStore(open: () => Promise<RollupStore>): void {
  let store: RollupStore;
  beforeEach(async () => {
    store = await open();
  });

  describe.each<[TimeSpan, number]>([
    ['hour', hour],
    ['day', day],
  ])('rollups of one %s', (span, length) => {
    const window = (start: number, durations = [0, 12, 800.5], endpoint = 'GET /a', version = 'v1') =>
      mergeWindows(
        mergeParts(partsWith({ version, measurements: measured(endpoint, start, durations) })),
        start,
      );

    it('are read as they were saved, by start, endpoint and version', async () => {
      const all = [
        ...window(midnight),
        ...window(midnight, [1], 'GET /a', 'v2'),
        ...window(midnight, [2], 'GET /b/:id'),
        ...window(midnight + length),
        ...window(midnight + 40 * length),
      ];
      await store.saveWindows(span, all.toReversed());
      expect(await store.windowsBetween('shop', span, midnight, midnight + 41 * length)).toEqual(all);
    });

    it('tell how many requests were refused with a status of 400 to 499, and of which none were', async () => {
      const refused = mergeParts(partsWith({ measurements: measured('GET /a', midnight, [1, 2, 3], 404) }));
      await store.saveWindows(span, [...mergeWindows(refused, midnight), ...window(midnight, [1], 'GET /b')]);
      const read = await store.windowsBetween('shop', span, midnight, midnight + 1);
      expect(read.map(({ rejections }) => rejections)).toEqual([3, undefined]);
    });

    it('are replaced when they are computed again', async () => {
      await store.saveWindows(span, window(midnight, [1]));
      await store.saveWindows(span, window(midnight, [1, 2]));
      expect(await store.windowsBetween('shop', span, midnight, midnight + length)).toEqual(
        window(midnight, [1, 2]),
      );
    });

    it('include the start of the range and exclude its end', async () => {
      const starts = [-1, 0, 1, 2].map((i) => midnight + i * length);
      await store.saveWindows(
        span,
        starts.flatMap((start) => window(start)),
      );
      const read = await store.windowsBetween('shop', span, midnight, midnight + 2 * length);
      expect(read.map(({ start }) => start)).toEqual(starts.slice(1, 3));
    });

    it('are separate by service and by length', async () => {
      const ofBank: Window[] = window(midnight).map((rollup) => ({ ...rollup, service: 'bank' }));
      await store.saveWindows(span, ofBank);
      await store.saveWindows(span === 'hour' ? 'day' : 'hour', window(midnight));
      expect(await store.windowsBetween('shop', span, midnight, midnight + length)).toEqual([]);
      expect(await store.windowsBetween('bank', span, midnight, midnight + length)).toEqual(ofBank);
    });

    it('may be empty', async () => {
      await store.saveWindows(span, []);
      expect(await store.windowsBetween('shop', span, midnight, midnight)).toEqual([]);
      expect(await store.windowsBetween('shop', span, midnight + length, midnight)).toEqual([]);
    });
  });

  describe('the memory of processes', () => {
    const processes = (bytes: number) => [{ version: 'v1', instance: 'i1', lows: [{ at: midnight, bytes }] }];

    it('is saved by the hour, and replaced when it is computed again', async () => {
      await store.saveProcesses('shop', midnight, processes(1));
      await store.saveProcesses('shop', midnight, processes(2));
      await store.saveProcesses('shop', midnight + 30 * hour, processes(3));
      await store.saveProcesses('bank', midnight, processes(9));
      expect(await store.processesBetween('shop', midnight, midnight + 31 * hour)).toEqual([
        ...processes(2),
        ...processes(3),
      ]);
    });

    it('excludes the end of the range', async () => {
      await store.saveProcesses('shop', midnight, processes(1));
      expect(await store.processesBetween('shop', midnight - hour, midnight)).toEqual([]);
      expect(await store.processesBetween('shop', midnight, midnight)).toEqual([]);
      expect(await store.processesBetween('shop', midnight + hour, midnight)).toEqual([]);
      expect(await store.processesBetween('shop', midnight, midnight + 1)).toEqual(processes(1));
    });
  });

  describe('the indicators of a service', () => {
    const indicators = (start: number, p95: number) => [{ start, count: 10, errors: 1, p95 }];

    it('are saved by the hour, read oldest first, and replaced when they are computed again', async () => {
      await store.saveIndicators('shop', midnight + hour, indicators(midnight + hour, 3.5));
      await store.saveIndicators('shop', midnight, indicators(midnight, 1));
      await store.saveIndicators('shop', midnight, indicators(midnight, 2.25));
      await store.saveIndicators('shop', midnight + 2 * hour, indicators(midnight + 2 * hour, 4));
      await store.saveIndicators('bank', midnight, indicators(midnight, 9));
      expect(await store.indicatorsBetween('shop', midnight, midnight + 2 * hour)).toEqual([
        ...indicators(midnight, 2.25),
        ...indicators(midnight + hour, 3.5),
      ]);
    });
  });

  describe('the time until which windows were rolled up', () => {
    it('is null before the first rollup, and the latest time afterwards, separately for each service', async () => {
      expect(await store.rolledUpUntil('shop')).toBeNull();
      await store.markRolledUp('shop', midnight);
      await store.markRolledUp('shop', midnight + hour);
      expect(await store.rolledUpUntil('shop')).toBe(midnight + hour);
      expect(await store.rolledUpUntil('bank')).toBeNull();
    });
  });

  describe('late hours', () => {
    const late = (start: number, mark = 'a') => ({ start, mark });

    it('are read oldest first, each once', async () => {
      await store.markLate('shop', late(midnight + hour));
      await store.markLate('shop', late(midnight));
      await store.markLate('shop', late(midnight, 'b'));
      await store.markLate('bank', late(midnight));
      expect(await store.lateHours('shop')).toEqual([late(midnight, 'b'), late(midnight + hour)]);
    });

    it('are cleared, unless they have been marked again since', async () => {
      await store.markLate('shop', late(midnight, 'b'));
      await store.clearLate('shop', late(midnight, 'a'));
      expect(await store.lateHours('shop')).toEqual([late(midnight, 'b')]);
      await store.clearLate('shop', late(midnight, 'b'));
      await store.clearLate('shop', late(midnight, 'b'));
      expect(await store.lateHours('shop')).toEqual([]);
    });
  });
}
