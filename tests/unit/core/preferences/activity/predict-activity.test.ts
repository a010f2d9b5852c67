import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import {
  type Habits,
  noHabits,
  predictActivity,
  withActivity,
} from '#core/preferences/activity/predict-activity.ts';
import { momentOf } from '#core/preferences/activity/weekly-moment.ts';

const hour = 60 * 60_000;
/** A Monday, midnight in UTC. */
const monday = Date.UTC(2026, 5, 1);
const known = ['mail', 'code', 'review', 'lunch'];
/** All with the same probability. */
const common = new Map(known.map((name) => [name, 1]));

type Entry = readonly [activity: string, at: number];
const habitsAfter = (entries: readonly Entry[], zone = 'UTC'): Habits =>
  entries.reduce(
    (habits, [activity, at]) => withActivity(habits, activity, momentOf(at, zone), common),
    noHabits,
  );

describe('what a user will do next', () => {
  it('has probabilities that add up to 1, whatever was done', () => {
    const entries = fc.array(
      fc.tuple(fc.constantFrom(...known, 'unheard of'), fc.integer({ min: 0, max: 60 * 24 * hour })),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(entries, (all) => {
        const habits = habitsAfter(all.map(([activity, since]) => [activity, monday + since]));
        const ranked = predictActivity(habits, momentOf(monday, 'UTC'), common);
        expect(ranked.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
        for (const { probability } of ranked) expect(probability).toBeGreaterThan(0);
      }),
    );
  });

  it('gives every activity the same probability before there is any', () => {
    const ranked = predictActivity(noHabits, momentOf(monday, 'UTC'), common);
    expect(ranked.map(({ probability }) => probability)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(ranked.map(({ activity }) => activity)).toEqual(known.toSorted());
    expect(predictActivity(noHabits, momentOf(monday, 'UTC'), new Map())).toEqual([]);
  });

  it('is what everybody does most, of a user who has done nothing yet', () => {
    const most = new Map([...common, ['review', 40]]);
    const [first] = predictActivity(noHabits, momentOf(monday, 'UTC'), most);
    expect(first).toMatchObject({ activity: 'review' });
    expect(first?.probability).toBeCloseTo(41 / 47, 9);
  });

  it('follows from what was done last', () => {
    const entries = Array.from(
      { length: 40 },
      (_, i): Entry => [known[i % 3] ?? '', monday + i * 20 * 60_000],
    );
    const [first] = predictActivity(habitsAfter(entries), momentOf(monday + 40 * 20 * 60_000, 'UTC'), common);
    expect(first?.activity).toBe('code');
    expect(first?.probability).toBeGreaterThan(0.7);
  });

  it('follows from the time of day, where what was done last tells nothing', () => {
    const random = seededRandom(5);
    const any = () => known[Math.floor(random() * 3)] ?? '';
    const entries = Array.from({ length: 40 }, (_, i) => monday + i * 24 * hour).flatMap((day): Entry[] => [
      [any(), day + 9 * hour],
      [any(), day + 10 * hour],
      ['lunch', day + 12.5 * hour],
      [any(), day + 15 * hour],
      [any(), day + 16 * hour],
      [any(), day + 17 * hour],
    ]);
    const today = monday + 40 * 24 * hour;
    const habits = habitsAfter([...entries, ['code', today + 9 * hour]]);
    const at = (time: number) =>
      predictActivity(habits, momentOf(today + time * hour, 'UTC'), common)[0]?.activity;
    expect(at(12.5)).toBe('lunch');
    expect(at(10)).not.toBe('lunch');
  });

  it("goes by the user's own clock", () => {
    const evenings = Array.from(
      { length: 20 },
      (_, day): Entry => ['mail', monday + day * 24 * hour + 1 * hour],
    );
    const mornings = Array.from(
      { length: 20 },
      (_, day): Entry => ['code', monday + day * 24 * hour + 14 * hour],
    );
    const entries = [...evenings, ...mornings].toSorted((a, b) => a[1] - b[1]);
    const keys = [...habitsAfter(entries, 'America/Los_Angeles').statistics.keys()];
    expect(keys).toContain('time-of-day|evening');
    expect(keys).toContain('time-of-day|morning');
    expect(keys).not.toContain('time-of-day|night');
  });

  it('takes a habit up that has replaced another', () => {
    const entries = Array.from(
      { length: 120 },
      (_, i): Entry => [i < 60 ? 'mail' : 'code', monday + i * 3 * hour],
    );
    const [first] = predictActivity(habitsAfter(entries), momentOf(monday + 120 * 3 * hour, 'UTC'), common);
    expect(first?.activity).toBe('code');
  });
});

it('what is kept of activity stays small, whatever names are sent', () => {
  const entries = Array.from({ length: 2_000 }, (_, i): Entry => [`made-up-${i}`, monday + i * 60_000]);
  const { statistics } = habitsAfter(entries);
  expect(statistics.size).toBeLessThanOrEqual(400);
  expect(statistics.has('ever|')).toBe(true);
  expect(statistics.get('ever|')?.counts.size).toBeLessThan(300);
});

describe('a moment', () => {
  it.each([
    // The clocks of Vienna go forward on 29 March 2026 at 2 in the morning, and back on 25 October at 3.
    ['before summer time', Date.UTC(2026, 2, 29, 0, 59), 1],
    ['after the hour that there is not', Date.UTC(2026, 2, 29, 1, 0), 3],
    ['in the hour that comes twice, first', Date.UTC(2026, 9, 25, 0, 30), 2],
    ['in the hour that comes twice, again', Date.UTC(2026, 9, 25, 1, 30), 2],
  ])('%s has the hour that the clock shows', (_, at, shown) => {
    expect(momentOf(at, 'Europe/Vienna').hour).toBe(shown);
  });

  it('knows the weekend of its own time zone', () => {
    const at = Date.UTC(2026, 5, 5, 20);
    expect(momentOf(at, 'UTC').isWeekend).toBe(false);
    expect(momentOf(at, 'Pacific/Auckland').isWeekend).toBe(true);
  });

  it('is refused in a time zone that does not exist', () => {
    expect(() => momentOf(0, 'Mars/Olympus')).toThrow(RangeError);
  });
});
