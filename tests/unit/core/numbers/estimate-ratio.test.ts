import { expect, it } from 'vitest';
import { estimateRatio } from '#core/numbers/estimate-ratio.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';

/** Nearly normal numbers: the sum of twelve uniform ones. */
function normal(random: () => number): number {
  return Array.from({ length: 12 }, random).reduce((sum, value) => sum + value, -6);
}

it('is the geometric mean, and the same for the same seed', () => {
  const logs = [Math.log(2), Math.log(8), Math.log(4)];
  const estimate = estimateRatio(logs, seededRandom(1));
  expect(estimate.ratio).toBeCloseTo(4, 10);
  expect(estimate.pairs).toBe(3);
  expect(estimate).toEqual(estimateRatio(logs, seededRandom(1)));
});

it('has an interval that contains the true ratio about 95 times in 100', () => {
  const random = seededRandom(42);
  let covered = 0;
  for (let run = 0; run < 200; run += 1) {
    const logs = Array.from({ length: 40 }, () => Math.log(1.3) + 0.2 * normal(random));
    const { low, high } = estimateRatio(logs, random);
    if (low <= 1.3 && 1.3 <= high) covered += 1;
  }
  expect(covered / 200).toBeGreaterThan(0.89);
  expect(covered / 200).toBeLessThan(0.99);
});
