import { beforeEach, describe, expect, it } from 'vitest';
import type { MetricsStore } from '#core/performance/ports.ts';
import { mostNewSeries, type SeriesStep, type SeriesStore } from '#core/performance/series/ports.ts';
import { partOfCounted } from '#core/performance/windows/counted-requests.ts';
import { day, hour, minute } from '#core/time.ts';
import { countOf, requestsIn, start } from '../../unit/core/performance/series/points.ts';

/** The stores of one installation. */
export interface SeriesStores {
  readonly series: SeriesStore;
  readonly metrics: MetricsStore;
}

/** What every series store guarantees. `open` returns empty stores. */
export function behavesAsSeriesStore(open: () => Promise<SeriesStores>): void {
  let stores: SeriesStores;
  beforeEach(async () => {
    stores = await open();
  });
  const latest = async (...series: readonly string[]) => await stores.series.latestOf('shop', series);
  const parts = async () => await stores.metrics.partsBetween('shop', start, start + hour);

  describe('the latest point of a series', () => {
    it('is unknown before the first step', async () => {
      expect(await latest('a')).toEqual(new Map());
    });

    it('is kept as it is, together with what was counted', async () => {
      const first = step('a', null, [5, 50, 500]);
      expect(await stores.series.advance('shop', [first])).toEqual([]);
      expect(await latest('a', 'b')).toEqual(new Map([['a', first.point]]));
      expect(await parts()).toEqual([first.part]);
    });

    it('is kept without a part if nothing was counted', async () => {
      await stores.series.advance('shop', [{ ...step('a', null, [5]), part: null }]);
      expect([...(await latest('a')).keys()]).toEqual(['a']);
      expect(await parts()).toEqual([]);
    });

    it('belongs to one service', async () => {
      await stores.series.advance('shop', [step('a', null, [5])]);
      expect(await stores.series.latestOf('bank', ['a'])).toEqual(new Map());
    });
  });

  describe('a step', () => {
    it('from a point that is no longer the latest changes nothing, and holds no other back', async () => {
      await stores.series.advance('shop', [step('a', null, [5])]);
      const [stale, next, good] = [
        step('a', null, [5, 6]),
        step('a', minute, [5, 7]),
        step('b', null, [8]),
      ] as const;
      expect(await stores.series.advance('shop', [stale, good])).toEqual([stale]);
      expect((await latest('a', 'b')).get('b')).toEqual(good.point);
      expect(await parts()).toHaveLength(2);
      expect(await stores.series.advance('shop', [next])).toEqual([]);
      expect((await latest('a')).get('a')).toEqual(next.point);
      expect(await stores.series.advance('shop', [next])).toEqual([next]);
    });

    it('that several take at once is taken by one of them', async () => {
      const all = Array.from({ length: 4 }, (_, i) => step('a', null, [i + 1]));
      const overtaken = await Promise.all(all.map((one) => stores.series.advance('shop', [one])));
      expect(overtaken.flat()).toHaveLength(3);
    });

    it('may be one of many', async () => {
      const all = Array.from({ length: 120 }, (_, i) => step(`s${i}`, null, [5]));
      expect(await stores.series.advance('shop', all)).toEqual([]);
      expect((await latest(...all.map(({ series }) => series))).size).toBe(120);
      expect(await parts()).toHaveLength(120);
    });
  });

  it('admits new series up to the limit of each day and service', async () => {
    const { series } = stores;
    expect(await series.admit('shop', mostNewSeries - 1, start)).toBe(true);
    expect(await series.admit('shop', 2, start)).toBe(false);
    expect(await series.admit('shop', 1, start)).toBe(true);
    expect(await series.admit('shop', 1, start)).toBe(false);
    expect(await series.admit('bank', mostNewSeries, start)).toBe(true);
    expect(await series.admit('shop', mostNewSeries + 1, start + day)).toBe(false);
    expect(await series.admit('shop', 1, start + day)).toBe(true);
  });
}

/** @param after milliseconds since the start, or the beginning. */
function step(series: string, after: number | null, durations: readonly number[]): SeriesStep {
  const point = countOf(durations, start + (after ?? 0) + minute);
  const part = partOfCounted(requestsIn(point, { series: `pod#${series}` }), 300);
  if (typeof part === 'string') throw new Error(part);
  return { series, after: after === null ? null : start + after, point, part };
}
