import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTail } from '#core/numbers/binomial-tail.ts';

describe('the upper tail of a binomial', () => {
  it.each([
    // Enumerated: 3 of 4 throws of a fair coin or more are 5 of 16 outcomes.
    [3, 4, 0.5, 5 / 16],
    [0, 10, 0.2, 1],
    [11, 10, 0.2, 0],
    [1, 10, 0, 0],
    [10, 10, 1, 1],
    [10, 10, 0.5, 1 / 1_024],
  ])('of %i of %i at %f is %f', (hits, count, share, expected) => {
    expect(binomialTail(hits, count, share)).toBeCloseTo(expected, 12);
  });

  it('and the lower tail of the misses sum to 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (count, share, at) => {
          const hits = Math.round(at * count);
          const lower = binomialTail(count - hits + 1, count, 1 - share);
          expect(binomialTail(hits, count, share) + lower).toBeCloseTo(1, 8);
        },
      ),
    );
  });

  it('falls with each hit more', () => {
    for (let hits = 1; hits < 60; hits += 1)
      expect(binomialTail(hits + 1, 60, 0.3)).toBeLessThan(binomialTail(hits, 60, 0.3));
  });
});
