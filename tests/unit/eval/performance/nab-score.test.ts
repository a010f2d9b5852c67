import { describe, expect, test } from 'vitest';
import {
  attainablePoints,
  bestThreshold,
  type CostProfile,
  earnedPoints,
  profiles,
  type ScoredSeries,
} from '../../../../eval/performance/nab-score.ts';

const rows = 1_000;
const windows = [
  [300, 399],
  [700, 799],
] as const;
const { standard } = profiles;

/** A detector with alarms in exactly these rows. */
const alarms = (...at: readonly number[]): ScoredSeries => ({
  scores: Array.from({ length: rows }, (_, row) => (at.includes(row) ? 1 : 0)),
  windows,
});
const scored = (detected: ScoredSeries, profile: CostProfile = standard) =>
  (100 * earnedPoints([detected], profile, 0.5)) / attainablePoints([detected], profile);

describe.each(Object.entries(profiles))('with the profile %s', (_, profile) => {
  test('a perfect detector scores 100', () => {
    expect(scored(alarms(300, 700), profile)).toBeCloseTo(100, 10);
  });

  test('a silent detector scores 0', () => {
    expect(scored(alarms(), profile)).toBe(0);
  });
});

describe('in a window', () => {
  test('an alarm earns more in the first row than in the middle, and more there than in the last row', () => {
    const found = [300, 350, 399].map((row) => scored(alarms(row)));
    expect(found).toEqual(found.toSorted((a, b) => b - a));
    expect(new Set(found).size).toBe(3);
    expect(found.at(-1)).toBeGreaterThan(25);
  });

  test('only the first alarm counts', () => {
    expect(scored(alarms(310, 311, 350, 399))).toBeCloseTo(scored(alarms(310)), 10);
  });

  test('an alarm during the probation period earns nothing', () => {
    const early: ScoredSeries = { scores: alarms(120).scores, windows: [[100, 199]] };
    expect(scored(early)).toBe(0);
    expect(scored({ ...early, scores: alarms(150).scores })).toBeGreaterThan(50);
  });
});

describe('outside of all windows', () => {
  const cost = (row: number, profile: CostProfile = standard) =>
    scored(alarms(300, 700), profile) - scored(alarms(300, 700, row), profile);

  test('an alarm costs the weight of a false alarm, in percent of the attainable points', () => {
    expect(cost(200)).toBeCloseTo((100 * 0.11) / 4, 10);
    expect(cost(200, profiles['reward low FP'])).toBeCloseTo((100 * 0.22) / 4, 10);
    expect(cost(200, profiles['reward low FN'])).toBeCloseTo((100 * 0.11) / 6, 10);
  });

  test('an alarm shortly after a window costs less', () => {
    expect(cost(405)).toBeGreaterThan(0);
    expect(cost(405)).toBeLessThan(cost(500));
    expect(cost(805)).toBeCloseTo(cost(405), 10);
  });

  test('an alarm during the probation period costs nothing', () => {
    expect(cost(149)).toBe(0);
    expect(cost(150)).toBeGreaterThan(0);
  });
});

describe('the best threshold', () => {
  const scores = (...entries: readonly (readonly [row: number, score: number])[]): ScoredSeries => ({
    scores: Array.from({ length: rows }, (_, row) => entries.find(([at]) => at === row)?.[1] ?? 0),
    windows,
  });

  test('accepts a false alarm to find a window, and avoids alarms that cost more than they find', () => {
    const detected = [scores([300, 0.9], [200, 0.8], [700, 0.7], [600, 0.6])];
    expect(bestThreshold(detected, standard)).toBe(0.7);
    expect(earnedPoints(detected, standard, 0.7)).toBeCloseTo(4 - 0.11, 10);
  });

  test('treats values with the same score the same', () => {
    const noise: ScoredSeries = { scores: Array<number>(rows).fill(0.8), windows: [] };
    expect(bestThreshold([scores([700, 0.9], [300, 0.8]), noise], standard)).toBe(0.9);
  });

  test('is infinite if silence is best', () => {
    const detected = { scores: alarms(200).scores, windows: [] };
    expect(bestThreshold([detected], standard)).toBe(Number.POSITIVE_INFINITY);
  });
});
