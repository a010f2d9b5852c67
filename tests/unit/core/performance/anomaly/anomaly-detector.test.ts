import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { AnomalyDetector } from '#core/performance/anomaly/anomaly-detector.ts';
import { RecentPercentile } from '#core/performance/anomaly/recent-percentile.ts';

/** Twelve windows an hour, with a wave of a day and noise. */
function daily(length: number, seed: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length }, (_, i) => 50 + 20 * Math.sin((2 * Math.PI * i) / 288) + 4 * random());
}
function scoresOf(values: readonly number[]): readonly number[] {
  const detector = new AnomalyDetector();
  return values.map((value, i) => detector.next(value, 1_700_000_000 + 300 * i));
}

describe('in a series with a daily wave', () => {
  test.each([
    ['a spike', (values: number[]) => values.splice(2_000, 3, 130, 140, 120)],
    [
      'a level that has changed',
      (values: number[]) => values.splice(2_000, 200, ...values.slice(2_000, 2_200).map((v) => v + 60)),
    ],
    [
      'a metric that stands still',
      (values: number[]) => values.splice(2_000, 60, ...Array.from({ length: 60 }, () => 51)),
    ],
  ])('%s is the most unusual of all', (_, change) => {
    const values = daily(2_600, 3);
    change(values);
    const scores = scoresOf(values);
    const most = scores.indexOf(Math.max(...scores.slice(600)), 600);
    expect(most).toBeGreaterThanOrEqual(2_000);
    expect(most).toBeLessThan(2_070);
  });
});

test('a score rests on what came before alone', () => {
  const values = daily(700, 5);
  const other = [...values.slice(0, 500), ...Array.from({ length: 200 }, () => 900)];
  expect(scoresOf(other).slice(0, 500)).toEqual(scoresOf(values).slice(0, 500));
});

test('after an incident has begun, no other one begins for a while', () => {
  const values = daily(1_500, 7);
  values.splice(1_000, 100, ...Array.from({ length: 100 }, (_, i) => 200 + i));
  const high = scoresOf(values).flatMap((score, i) => (i >= 1_000 && i < 1_110 && score > 0.9 ? [i] : []));
  expect(high).toHaveLength(1);
});

test('whatever the values, every score is a number from 0 to 1', () => {
  const value = fc.oneof(fc.constant(0), fc.constant(1e12), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
  fc.assert(
    fc.property(fc.array(value, { minLength: 200, maxLength: 400 }), (values) => {
      for (const score of scoresOf(values)) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 30 },
  );
  expect(Math.max(...scoresOf(Array.from({ length: 600 }, () => 7)))).toBeLessThan(0.9);
});

test('a share says how many of the latest numbers are smaller, and tells those above them all apart', () => {
  const shares = new RecentPercentile(3, 4);
  expect([1, 2, 3].map((value) => shares.next(value))).toEqual([0, 0, 0]);
  expect(shares.next(2.5)).toBe(2 / 4);
  expect(shares.next(30)).toBeCloseTo((4 + 0.9) / 5, 12);
  expect(shares.next(2.9)).toBe(2 / 5);
});

test('what is far more unusual than the incident before it is told all the same', () => {
  const values = daily(1_500, 7);
  values.splice(1_000, 2, 66, 67);
  values.splice(1_060, 3, 900, 920, 910);
  const scores = scoresOf(values);
  expect(Math.max(...scores.slice(1_000, 1_010))).toBeGreaterThan(0.9);
  expect(Math.max(...scores.slice(1_060, 1_070))).toBeGreaterThan(Math.max(...scores.slice(1_000, 1_060)));
});
