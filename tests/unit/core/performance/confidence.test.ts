import { expect, test } from 'vitest';
import { normal, sureAbove } from '#core/performance/confidence.ts';

test.each([
  // Abramowitz and Stegun, table 26.1.
  [0, 0.5],
  [1, 0.8413447461],
  [1.96, 0.9750021049],
  [3, 0.998650102],
  [-2, 0.0227501319],
  [40, 1],
  [-40, 0],
])('the normal distribution is right at %d', (z, probability) => {
  expect(Math.abs(normal(z) - probability)).toBeLessThan(1e-7);
});

/** The probability that at most `hits` - 1 of `count` are as a share of 0.05 is: what the formula approximates. */
function below(hits: number, count: number): number {
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
  '%d of %d are as sure to be above a twentieth as the exact test says, within two per cent',
  (hits, count) => {
    expect(Math.abs(sureAbove(hits, count, 0.05) - below(hits, count))).toBeLessThan(0.02);
  },
);

test('nothing is sure of no requests', () => {
  expect(sureAbove(0, 0, 0.05)).toBe(0);
});
