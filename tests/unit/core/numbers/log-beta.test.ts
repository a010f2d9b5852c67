import fc from 'fast-check';
import { expect, it } from 'vitest';
import { logBeta } from '#core/numbers/log-beta.ts';

const small = fc.integer({ min: 1, max: 12 });
const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

it('agrees with factorials for integers: B(a, b) = (a - 1)! (b - 1)! / (a + b - 1)!', () => {
  fc.assert(
    fc.property(small, small, (a, b) => {
      const exact = Math.log((factorial(a - 1) * factorial(b - 1)) / factorial(a + b - 1));
      expect(logBeta(a, b)).toBeCloseTo(exact, 9);
    }),
  );
});
