import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logAddExp, logMeanExp } from '#core/numbers/log-sum-exp.ts';

describe('logMeanExp', () => {
  it('lies between the smallest and the largest term', () => {
    const terms = fc.array(fc.double({ min: -2_000, max: 2_000, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(terms, (given) => {
        const mean = logMeanExp(given);
        expect(mean).toBeGreaterThanOrEqual(Math.min(...given) - 1e-9);
        expect(mean).toBeLessThanOrEqual(Math.max(...given) + 1e-9);
      }),
    );
  });

  it('is the logarithm of the mean, also where a term is minus infinity', () => {
    expect(Math.exp(logMeanExp([Math.log(1), Math.log(3)]))).toBeCloseTo(2, 12);
    expect(Math.exp(logMeanExp([Number.NEGATIVE_INFINITY, Math.log(2)]))).toBeCloseTo(1, 12);
    expect(logMeanExp([Number.NEGATIVE_INFINITY])).toBe(Number.NEGATIVE_INFINITY);
  });
});

it('logAddExp adds numbers given as logarithms, including zero', () => {
  expect(logAddExp(Math.log(0.2), Math.log(0.3))).toBeCloseTo(Math.log(0.5), 12);
  expect(logAddExp(Number.NEGATIVE_INFINITY, -3)).toBe(-3);
  expect(logAddExp(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
});
