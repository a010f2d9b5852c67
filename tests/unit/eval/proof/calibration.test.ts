import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import {
  errorByChance,
  expectedCalibrationError,
  type Judged,
  reliability,
} from '../../../../eval/proof/calibration.ts';

const judged = (confidence: number, right: number, wrong: number): Judged[] => [
  ...Array.from({ length: right }, () => ({ confidence, isRight: true })),
  ...Array.from({ length: wrong }, () => ({ confidence, isRight: false })),
];

describe('the calibration of a confidence', () => {
  it('is perfect if as many are right as it says', () => {
    expect(expectedCalibrationError([...judged(0.75, 3, 1), ...judged(0.25, 1, 3)])).toBe(0);
  });

  it('is the mean distance over the bins, by their size', () => {
    // 0.2 off for three of four candidates, 0.4 off for one.
    const error = expectedCalibrationError([...judged(0.8, 3, 0), ...judged(0.4, 0, 1)]);
    expect(error).toBeCloseTo(0.75 * 0.2 + 0.25 * 0.4, 12);
  });

  it('counts in bins of a tenth, and certainty in the last', () => {
    expect(reliability([...judged(0.05, 1, 0), ...judged(1, 1, 1)])).toEqual([
      { from: 0, to: 0.1, count: 1, meanConfidence: 0.05, shareRight: 1 },
      { from: 0.9, to: 1, count: 2, meanConfidence: 1, shareRight: 0.5 },
    ]);
  });

  it('has an error by chance alone, less with more candidates, and none of what is certain', () => {
    const [few, many] = [20, 2_000].map((right) => errorByChance(judged(0.8, right, 0), seededRandom(1)));
    // The mean distance of a share of 20 from 0.8: sqrt(2 / pi * 0.8 * 0.2 / 20).
    expect(few).toBeCloseTo(0.071, 2);
    expect(many).toBeLessThan(0.01);
    expect(errorByChance(judged(1, 20, 0), seededRandom(1))).toBe(0);
  });
});
