import { expect, test } from 'vitest';
import { confidenceShareAbove } from '#core/numbers/binomial-test.ts';

/** The exact probability of fewer than `hits` hits in `count` trials at a share of 0.05: what the formula approximates. */
function probabilityOfFewer(hits: number, count: number): number {
  let term = 0.95 ** count;
  let sum = 0;
  for (let k = 0; k < hits; k += 1) {
    sum += term;
    term *= ((count - k) / (k + 1)) * (0.05 / 0.95);
  }
  return sum;
}

test.each([
  [9, 100],
  [7, 60],
  [65, 1_000],
  [4, 30],
])(
  'the confidence that %d of %d are above a share of 0.05 is within 0.02 of the exact test',
  (hits, count) => {
    expect(Math.abs(confidenceShareAbove(hits, count, 0.05) - probabilityOfFewer(hits, count))).toBeLessThan(
      0.02,
    );
  },
);

test('no trials give no confidence', () => {
  expect(confidenceShareAbove(0, 0, 0.05)).toBe(0);
});
