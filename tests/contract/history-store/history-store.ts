import { beforeEach, describe, expect, it } from 'vitest';
import type { HistoryStore, Span } from '#core/performance/history/ports.ts';
import { mergeParts, mergeWindows, type Window } from '#core/performance/window.ts';
import { measured, partsWith } from '../../unit/core/performance/measured.ts';

const hour = 3_600_000;
const day = 24 * hour;
const midnight = Date.UTC(2026, 5, 1);

/** What every store of a history promises. `open` answers an empty one. */
export function behavesAsHistoryStore(open: () => Promise<HistoryStore>): void {
  let store: HistoryStore;
  beforeEach(async () => {
    store = await open();
  });

  describe.each<[Span, number]>([
    ['hour', hour],
    ['day', day],
  ])('the windows of an %s', (span, length) => {
    const window = (start: number, durations = [0, 12, 800.5], endpoint = 'GET /a', version = 'v1') =>
      mergeWindows(
        mergeParts(partsWith({ version, measurements: measured(endpoint, start, durations) })),
        start,
      );

    it('are read as they were kept, by start, endpoint and version', async () => {
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

    it('are replaced by a later reckoning of the same', async () => {
      await store.saveWindows(span, window(midnight, [1]));
      await store.saveWindows(span, window(midnight, [1, 2]));
      expect(await store.windowsBetween('shop', span, midnight, midnight + length)).toEqual(
        window(midnight, [1, 2]),
      );
    });

    it('begin with the start of the range and end before its end', async () => {
      const starts = [-1, 0, 1, 2].map((i) => midnight + i * length);
      await store.saveWindows(
        span,
        starts.flatMap((start) => window(start)),
      );
      const read = await store.windowsBetween('shop', span, midnight, midnight + 2 * length);
      expect(read.map(({ start }) => start)).toEqual(starts.slice(1, 3));
    });

    it('stand apart by service and by length', async () => {
      const strange: Window[] = window(midnight).map((each) => ({ ...each, service: 'bank' }));
      await store.saveWindows(span, strange);
      await store.saveWindows(span === 'hour' ? 'day' : 'hour', window(midnight));
      expect(await store.windowsBetween('shop', span, midnight, midnight + length)).toEqual([]);
      expect(await store.windowsBetween('bank', span, midnight, midnight + length)).toEqual(strange);
    });

    it('may be none', async () => {
      await store.saveWindows(span, []);
      expect(await store.windowsBetween('shop', span, midnight, midnight)).toEqual([]);
      expect(await store.windowsBetween('shop', span, midnight + length, midnight)).toEqual([]);
    });
  });

  describe('the memory of processes', () => {
    const processes = (bytes: number) => [{ version: 'v1', instance: 'i1', lows: [{ at: midnight, bytes }] }];

    it('is kept by the hour, and replaced by a later reckoning of it', async () => {
      await store.saveProcesses('shop', midnight, processes(1));
      await store.saveProcesses('shop', midnight, processes(2));
      await store.saveProcesses('shop', midnight + 30 * hour, processes(3));
      await store.saveProcesses('bank', midnight, processes(9));
      expect(await store.processesBetween('shop', midnight, midnight + 31 * hour)).toEqual([
        ...processes(2),
        ...processes(3),
      ]);
    });

    it('ends before the end of the range', async () => {
      await store.saveProcesses('shop', midnight, processes(1));
      expect(await store.processesBetween('shop', midnight - hour, midnight)).toEqual([]);
      expect(await store.processesBetween('shop', midnight, midnight)).toEqual([]);
      expect(await store.processesBetween('shop', midnight + hour, midnight)).toEqual([]);
      expect(await store.processesBetween('shop', midnight, midnight + 1)).toEqual(processes(1));
    });
  });

  describe('the indicators of a service', () => {
    const indicators = (start: number, p95: number) => [{ start, count: 10, errors: 1, p95 }];

    it('are kept by the hour, told oldest first, and replaced by a later reckoning', async () => {
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

  describe('the mark of how far was rolled up', () => {
    it('is none before the first, and the latest afterwards, for each service its own', async () => {
      expect(await store.rolledUpUntil('shop')).toBeNull();
      await store.markRolledUp('shop', midnight);
      await store.markRolledUp('shop', midnight + hour);
      expect(await store.rolledUpUntil('shop')).toBe(midnight + hour);
      expect(await store.rolledUpUntil('bank')).toBeNull();
    });
  });

  describe('late hours', () => {
    const late = (start: number, mark = 'a') => ({ start, mark });

    it('are told oldest first, each once', async () => {
      await store.markLate('shop', late(midnight + hour));
      await store.markLate('shop', late(midnight));
      await store.markLate('shop', late(midnight, 'b'));
      await store.markLate('bank', late(midnight));
      expect(await store.lateHours('shop')).toEqual([late(midnight, 'b'), late(midnight + hour)]);
    });

    it('are cleared, unless they were marked again since', async () => {
      await store.markLate('shop', late(midnight, 'b'));
      await store.clearLate('shop', late(midnight, 'a'));
      expect(await store.lateHours('shop')).toEqual([late(midnight, 'b')]);
      await store.clearLate('shop', late(midnight, 'b'));
      await store.clearLate('shop', late(midnight, 'b'));
      expect(await store.lateHours('shop')).toEqual([]);
    });
  });
}
