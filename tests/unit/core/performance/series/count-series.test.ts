import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countSeries } from '#core/performance/series/count-series.ts';
import { mostNewSeries } from '#core/performance/series/ports.ts';
import type { CountedRequests } from '#core/performance/windows/counted-requests.ts';
import { summarize } from '#core/performance/windows/window.ts';
import { hour, minute } from '#core/time.ts';
import { MemoryMetrics } from '../memory-metrics.ts';
import { MemoryRollups } from '../memory-rollups.ts';
import { MemorySeries } from '../memory-series.ts';
import { countOf, exportsOf, minutesOfDurations, requestsIn, start } from './points.ts';

function system(now = start + hour) {
  const metrics = new MemoryMetrics();
  const rollups = new MemoryRollups();
  const series = new MemorySeries(metrics);
  const context = { series, rollups, windowSeconds: 300, now };
  return {
    rollups,
    series,
    count: (points: readonly CountedRequests[]) => countSeries('shop', points, context),
    kept: async () => summarize(await metrics.partsBetween('shop', start - hour, start + 2 * hour)),
  };
}

describe('points of a series', () => {
  test('add up to what the latest of them counts, repeated, overtaken, in one message or in several', async () => {
    const arrivals = minutesOfDurations.chain((minutes) => {
      const index = fc.integer({ min: 0, max: minutes.length - 1 });
      const message = fc.array(index, { minLength: 1, maxLength: 4 });
      return fc.record({
        minutes: fc.constant(minutes),
        messages: fc.array(message, { minLength: 1, maxLength: 8 }),
      });
    });
    await fc.assert(
      fc.asyncProperty(arrivals, async ({ minutes, messages }) => {
        const { count, kept } = system();
        const all = exportsOf(minutes);
        let added = 0;
        for (const message of messages) {
          const points = message.flatMap((i) => all.slice(i, i + 1)).map((point) => requestsIn(point));
          added += (await count(points)).added;
        }
        const latest = all[Math.max(...messages.flat())];
        const total = await kept();
        expect([added, total.count]).toEqual([latest?.count, latest?.count]);
        expect(total.sum).toBeCloseTo(latest?.sum ?? Number.NaN, 6);
      }),
    );
  });

  test('that arrive at once, in any number, are counted once', async () => {
    const { count, kept } = system();
    const all = exportsOf([[5], [6, 7], [8], [9]]).map((point) => requestsIn(point));
    await Promise.all([...all, ...all].map((point) => count([point])));
    expect(await kept()).toMatchObject({ count: 5, sum: 35 });
  });

  test('of a process that started again begin again', async () => {
    const { count, kept } = system();
    const again = start + 3 * minute;
    await count([requestsIn(countOf([5, 6, 7]))]);
    await count([requestsIn(countOf([8], again + minute, again), { series: 'pod-1#b' })]);
    expect(await kept()).toMatchObject({ count: 4, sum: 26 });
  });

  test('after a gap count from the point behind it on', async () => {
    const { count, kept } = system();
    await count([requestsIn(countOf([5]))]);
    const afterGap = await count([requestsIn(countOf([5, 6, 7], start + 20 * minute))]);
    expect(afterGap).toEqual({ added: 0, refusals: [expect.stringMatching(/over five minutes/)] });
    expect(await count([requestsIn(countOf([5, 6, 7, 8], start + 21 * minute))])).toEqual({
      added: 1,
      refusals: [],
    });
    expect(await kept()).toMatchObject({ count: 2, sum: 13 });
  });

  test('count on after a pause without requests, however long it is', async () => {
    const { count, kept } = system();
    await count([requestsIn(countOf([5]))]);
    const afterPause = await count([requestsIn(countOf([5], start + 20 * minute))]);
    expect(afterPause).toEqual({ added: 0, refusals: [] });
    expect(await count([requestsIn(countOf([5, 6, 7], start + 21 * minute))])).toEqual({
      added: 2,
      refusals: [],
    });
    expect(await kept()).toMatchObject({ count: 3, sum: 18 });
  });

  test('are remembered without the buckets that are empty', async () => {
    const { count, series } = system();
    const point = countOf([5]);
    const withEmpty = [...point.buckets, { low: 80, high: Infinity, count: 0 }];
    await count([requestsIn({ ...point, buckets: withEmpty })]);
    expect(await series.latestOf('shop', ['pod-1#a'])).toEqual(new Map([['pod-1#a', point]]));
  });

  test('that are late have their hour rolled up again', async () => {
    const { count, rollups } = system(start + 3 * hour);
    await count([requestsIn(countOf([5]))]);
    expect((await rollups.lateHours('shop')).map((late) => late.start)).toContain(start);
  });
});

test('new series beyond the limit of a day are refused, and those that are known count on', async () => {
  const { count } = system();
  const first = Array.from({ length: mostNewSeries }, (_, i) =>
    requestsIn(countOf([5]), { series: `pod-1#${i}` }),
  );
  expect((await count(first)).added).toBe(mostNewSeries);
  const more = [
    requestsIn(countOf([5]), { series: 'pod-2#0' }),
    requestsIn(countOf([5, 6], start + 2 * minute), { series: 'pod-1#0' }),
  ];
  expect(await count(more)).toEqual({ added: 1, refusals: [expect.stringMatching(/over 20000 series/)] });
});
