import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { betaCumulative, betaQuantile } from '#core/numbers/beta-distribution.ts';
import { binomialTail } from '#core/numbers/binomial-tail.ts';

const shape = fc.double({ min: 0.5, max: 300, noNaN: true });
const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
const whole = fc.integer({ min: 1, max: 200 });

describe('a Beta-distributed share', () => {
  it('lies below x as probably as a binomial reaches its hits (NIST DLMF, 8.17.5)', () => {
    fc.assert(
      fc.property(whole, whole, share, (hits, misses, x) => {
        expect(betaCumulative(x, hits, misses)).toBeCloseTo(binomialTail(hits, hits + misses - 1, x), 9);
      }),
    );
  });

  it('lies below its quantile with that probability', () => {
    fc.assert(
      fc.property(share, shape, shape, (probability, a, b) => {
        expect(betaCumulative(betaQuantile(probability, a, b), a, b)).toBeCloseTo(probability, 6);
      }),
    );
  });

  it('is as probably low as its complement is high', () => {
    fc.assert(
      fc.property(share, shape, shape, (x, a, b) => {
        expect(betaCumulative(x, a, b)).toBeCloseTo(1 - betaCumulative(1 - x, b, a), 9);
      }),
    );
  });

  it('is always between 0 and 1', () => {
    expect([betaCumulative(0, 2, 3), betaCumulative(1, 2, 3)]).toEqual([0, 1]);
  });
});
