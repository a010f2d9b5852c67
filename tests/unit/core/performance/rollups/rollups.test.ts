import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { keepParts } from '#core/performance/rollups/keep-parts.ts';
import { readRollups } from '#core/performance/rollups/read-rollups.ts';
import { rollUp } from '#core/performance/rollups/roll-up.ts';
import { mergeParts, mergeWindows } from '#core/performance/windows/window.ts';
import { measured, partsWith } from '../batches.ts';
import { MemoryMetrics } from '../memory-metrics.ts';
import { MemoryRollups } from '../memory-rollups.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const midnight = Date.UTC(2026, 5, 3);
const service = 'shop';

let store: MemoryMetrics;
let rollups: MemoryRollups;
let sequence = 0;
beforeEach(() => {
  store = new MemoryMetrics();
  rollups = new MemoryRollups();
});

/** A request of this duration in ms that began at `at` and was reported at `now`. */
const told = (at: number, now: number, duration = 10, endpoint = 'GET /a') => {
  sequence += 1;
  return keepParts(partsWith({ sequence, measurements: measured(endpoint, at, [duration]) }), now, {
    store,
    rollups,
  });
};
const rolledUp = (now: number) => rollUp({ service, store, rollups, now });
const read = (now: number, span: number) => readRollups({ service, store, rollups, now, span });
const hours = (from = midnight - 20 * day, to = midnight + 20 * day) =>
  rollups.windowsBetween(service, 'hour', from, to);
const days = () => rollups.windowsBetween(service, 'day', midnight - 20 * day, midnight + 20 * day);
const countOf = (windows: readonly { readonly count: number }[]) =>
  windows.reduce((sum, { count }) => sum + count, 0);

/** The expected hours and days: the sum of all reported measurements. */
async function expected(until: number) {
  const parts = await store.partsBetween(service, 0, until);
  const byHour = Map.groupBy(mergeParts(parts), ({ start }) => Math.floor(start / hour) * hour);
  const all = [...byHour].flatMap(([start, windows]) => mergeWindows(windows, start));
  return all.toSorted((a, b) => a.start - b.start || (a.endpoint < b.endpoint ? -1 : 1));
}

describe('an hour', () => {
  test('is rolled up 15 minutes after its end, and read instead of its windows', async () => {
    await told(midnight + 5 * minute, midnight + 6 * minute, 100);
    await told(midnight + 50 * minute, midnight + 51 * minute, 200);
    await rolledUp(midnight + hour + 15 * minute - 1);
    expect(await hours()).toEqual([]);
    await rolledUp(midnight + hour + 15 * minute);
    expect(await hours()).toMatchObject([{ start: midnight, count: 2, min: 100, max: 200 }]);
    store = new MemoryMetrics();
    const { older, windows } = await read(midnight + 12 * hour, 12 * hour);
    expect([older.length, windows.length]).toEqual([1, 0]);
  });

  test('that gets a late part is rolled up again, with its day', async () => {
    await told(midnight, midnight);
    await rolledUp(midnight + 25 * hour);
    await told(midnight + minute, midnight + 25 * hour);
    await rolledUp(midnight + 25 * hour);
    expect(countOf(await hours())).toBe(2);
    expect(countOf(await days())).toBe(2);
    expect(await rollups.lateHours(service)).toEqual([]);
  });

  test('that gets a late part while it is rolled up stays recorded', async () => {
    await told(midnight, midnight);
    await rolledUp(midnight + 2 * hour);
    await told(midnight + minute, midnight + 2 * hour);
    const { saveWindows } = rollups;
    rollups.saveWindows = async (...windows) => {
      rollups.saveWindows = saveWindows;
      await told(midnight + 2 * minute, midnight + 2 * hour + 1);
      await saveWindows.call(rollups, ...windows);
    };
    await rolledUp(midnight + 2 * hour);
    await rolledUp(midnight + 2 * hour);
    expect(countOf(await hours())).toBe(3);
  });
});

test('hours that were rolled up before a clock was set back are rolled up again', async () => {
  await told(midnight, midnight);
  await rolledUp(midnight + 5 * hour);
  await rolledUp(midnight + 2 * hour);
  await told(midnight + 2 * hour, midnight + 2 * hour);
  await rolledUp(midnight + 4 * hour);
  const rolled = await rollups.windowsBetween(service, 'hour', midnight, midnight + day);
  expect(rolled.map(({ start, count }) => [start, count])).toEqual([
    [midnight, 1],
    [midnight + 2 * hour, 1],
  ]);
});

test('if a rollup dies, the next one continues, and nothing counts twice or is lost', async () => {
  const moment = fc.record({ at: fc.nat(30 * 60), delay: fc.nat(5 * 60) });
  const endpoint = fc.constantFrom('GET /a', 'GET /b');
  const step = fc.oneof(
    fc.tuple(fc.constant('told' as const), moment, endpoint),
    fc.tuple(fc.constant('rolled up' as const), fc.nat(30), fc.constant('')),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
      store = new MemoryMetrics();
      rollups = new MemoryRollups();
      await rollups.markRolledUp(service, midnight);
      let now = midnight;
      for (const [what, detail, name] of steps) {
        if (what === 'told' && typeof detail === 'object') {
          now = Math.max(now, midnight + (detail.at + detail.delay) * minute);
          await told(midnight + detail.at * minute, now, 10, name);
        } else if (typeof detail === 'number') {
          await dyingAfter(detail, () => rolledUp(now));
        }
      }
      now = Math.max(now, midnight + 31 * hour) + hour;
      await rolledUp(now);
      const all = await expected(midnight + 31 * hour);
      expect(await hours()).toEqual(all);
      expect(await days()).toEqual(
        mergeWindows(
          all.filter(({ start }) => start < midnight + day),
          midnight,
        ),
      );
    }),
    { numRuns: 60 },
  );
});

/** Runs it with a store that fails from this write on (1-based); 0 never fails. */
async function dyingAfter(writes: number, run: () => Promise<void>): Promise<void> {
  const whole = rollups;
  let left = writes;
  if (writes > 0)
    rollups = new Proxy(whole, {
      get: (target, name: keyof MemoryRollups) => {
        const method = target[name].bind(target) as (...all: never[]) => Promise<unknown>;
        return async (...all: never[]) => {
          if (/^(save|mark|clear)/.test(name)) left -= 1;
          if (left < 0) throw new Error('the process died');
          return method(...all);
        };
      },
    });
  await run().catch((error: Error) => expect(error.message).toBe('the process died'));
  rollups = whole;
}

test('a range of any length counts every request once, however far it was rolled up', async () => {
  for (let at = midnight - 10 * day; at < midnight + 9 * hour; at += 37 * minute) await told(at, at);
  const now = midnight + 9 * hour + 20 * minute;
  for (const until of [-9 * day, -3 * day, -hour, 0, 3 * hour, 20 * hour]) {
    await rollups.markRolledUp(service, midnight - 11 * day);
    for (let i = 0; i < 8; i += 1) await rolledUp(Math.min(now, midnight + until));
    for (const span of [hour, 6 * hour, 7 * hour, day, 72 * hour, 73 * hour, 9 * day]) {
      const { from, older, windows } = await read(now, span);
      const parts = await store.partsBetween(service, from, now);
      expect([until, span, countOf(older) + countOf(windows)]).toEqual([until, span, countOf(parts)]);
      expect(from).toBeLessThanOrEqual(now - span);
    }
  }
});

test('measurements older than the last hours are read by the hour, and beyond three days by the day', async () => {
  for (let at = midnight - 6 * day; at < midnight; at += 20 * minute) {
    await told(at, at);
    if (at % hour === 0) await rolledUp(at);
  }
  await rolledUp(midnight);
  const { windows, older } = await read(midnight, 5 * day);
  const lengths = older.map(({ start }, i) => ((older[i + 1] ?? windows[0])?.start ?? 0) - start);
  expect(lengths.filter((length) => length === day)).toHaveLength(2);
  expect(lengths.filter((length) => length === hour)).toHaveLength(72 - 6);
  expect(windows).toHaveLength(18);
});

test('a process is read for three days, even if only one day is requested', async () => {
  for (let at = midnight - 4 * day; at < midnight; at += hour) await told(at, at);
  for (let i = 0; i < 8; i += 1) await rolledUp(midnight);
  const [process] = (await read(midnight, hour)).processes;
  expect(process?.lows).toHaveLength(72);
});
