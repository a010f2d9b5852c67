import { expect, it } from 'vitest';
import { medianInterval } from '#core/numbers/median-interval.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, i) => count - i);

// From printed tables of the sign test at 5 %, two-sided: the rank of the value that is still inside.
it.each([
  [6, 1],
  [8, 1],
  [9, 2],
  [12, 3],
  [20, 6],
  [50, 18],
])('of %d values lies between the %dth from either end', (count, rank) => {
  expect(medianInterval(upTo(count))).toEqual({ low: rank, high: count + 1 - rank });
});

it('needs 6 values', () => {
  expect(medianInterval(upTo(5))).toBeNull();
  expect(medianInterval([])).toBeNull();
});

it('contains the median at least 95 times in 100, however heavy the tails', () => {
  const random = seededRandom(5);
  // A Cauchy distribution, which has no mean; its median is 3.
  const draw = () => 3 + Math.tan(Math.PI * (random() - 0.5));
  let covered = 0;
  for (let run = 0; run < 1_000; run += 1) {
    const { low, high } = medianInterval(Array.from({ length: 7 }, draw)) ?? { low: 4, high: 2 };
    if (low <= 3 && 3 <= high) covered += 1;
  }
  expect(covered).toBeGreaterThanOrEqual(950);
});
