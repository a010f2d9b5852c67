import fc from 'fast-check';
import { expect, test } from 'vitest';
import { confidenceOf } from '#core/preferences/confidence.ts';

const cell = fc.record({
  mean: fc.double({ min: 0, max: 1, noNaN: true }),
  count: fc.integer({ min: 1, max: 500 }),
});

test('it is a probability, and at least a half against rivals that are no better', () => {
  fc.assert(
    fc.property(cell, fc.array(cell, { minLength: 1, maxLength: 5 }), (preferred, others) => {
      const rivals = others.map((other) => ({ ...other, mean: Math.min(other.mean, preferred.mean) }));
      const confidence = confidenceOf(preferred, rivals, 0.1);
      expect(confidence).toBeGreaterThanOrEqual(0.5 - 1e-7);
      expect(confidence).toBeLessThanOrEqual(1);
    }),
  );
});

test('one rival more never makes it surer', () => {
  fc.assert(
    fc.property(cell, fc.array(cell, { minLength: 1, maxLength: 4 }), cell, (preferred, rivals, other) => {
      expect(confidenceOf(preferred, [...rivals, other], 0.1)).toBeLessThanOrEqual(
        confidenceOf(preferred, rivals, 0.1),
      );
    }),
  );
});

test('the same lead is surer with more behind it, up to what a forgetting average can hold', () => {
  const after = (count: number) => confidenceOf({ mean: 0.7, count }, [{ mean: 0.5, count }], 0.1);
  expect(after(2)).toBeLessThan(after(8));
  expect(after(8)).toBeLessThan(after(19));
  expect(after(19)).toBe(after(1_000));
});

test('two equal models leave it undecided', () => {
  expect(confidenceOf({ mean: 0.6, count: 9 }, [{ mean: 0.6, count: 9 }], 0.1)).toBeCloseTo(0.5, 7);
});

test('it is the normal probability of the difference', () => {
  // Variances 0.25 / 22 and 0.21 / 22: z = 0.2 / sqrt(0.46 / 22) = 1.38313; Phi(1.38313) = 0.91669.
  expect(confidenceOf({ mean: 0.7, count: 19 }, [{ mean: 0.5, count: 19 }], 0.1)).toBeCloseTo(0.91669, 4);
});

test('a lone model is held against an unknown one', () => {
  // Variances 0.16 / 22 and 1 / 12: z = 0.3 / 0.30102 = 0.99661; Phi(0.99661) = 0.84052.
  expect(confidenceOf({ mean: 0.8, count: 30 }, [], 0.1)).toBeCloseTo(0.84052, 4);
});
