import { expect, test } from 'vitest';
import { normalCdf } from '#core/numbers/normal-distribution.ts';

test.each([
  // Abramowitz and Stegun, table 26.1.
  [0, 0.5],
  [1, 0.8413447461],
  [1.96, 0.9750021049],
  [3, 0.998650102],
  [-2, 0.0227501319],
  [40, 1],
  [-40, 0],
])('the distribution function is right at %d', (z, probability) => {
  expect(Math.abs(normalCdf(z) - probability)).toBeLessThan(1e-7);
});
