import { describe, expect, it } from 'vitest';
import { seeded } from '#core/numbers/seeded-random.ts';
import { estimateRatio, quantile, shuffled } from '#sandbox/verify/statistics.ts';

/** Normal numbers by the sum of twelve uniform ones. */
function normal(random: () => number): number {
  return Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
}

describe('an estimate of a ratio', () => {
  it('is the geometric mean, and the same for the same seed', () => {
    const logs = [Math.log(2), Math.log(8), Math.log(4)];
    const estimate = estimateRatio(logs, seeded(1));
    expect(estimate.ratio).toBeCloseTo(4, 10);
    expect(estimate.pairs).toBe(3);
    expect(estimate).toEqual(estimateRatio(logs, seeded(1)));
  });

  it('has an interval that holds the truth about 95 times in 100', () => {
    const random = seeded(42);
    let held = 0;
    for (let run = 0; run < 200; run += 1) {
      const logs = Array.from({ length: 40 }, () => Math.log(1.3) + 0.2 * normal(random));
      const { low, high } = estimateRatio(logs, random);
      if (low <= 1.3 && 1.3 <= high) held += 1;
    }
    expect(held / 200).toBeGreaterThan(0.89);
    expect(held / 200).toBeLessThan(0.99);
  });
});

it('a shuffle keeps every item', () => {
  const items = Array.from({ length: 50 }, (_, i) => i);
  const mixed = shuffled(items, seeded(3));
  expect(mixed).not.toEqual(items);
  expect(mixed.toSorted((a, b) => a - b)).toEqual(items);
});

it('a quantile lies between its neighbors', () => {
  expect(quantile([1, 2, 3, 10], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3, 10], 1)).toBe(10);
});
