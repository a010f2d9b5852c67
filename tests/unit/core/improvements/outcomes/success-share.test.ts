import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsIn, overallShare, successShare } from '#core/improvements/outcomes/success-share.ts';
import { outcomes } from '../../../../support/outcome.ts';

const none = { promoted: 0, failed: 0 };
const source = fc.constantFrom('rule' as const, 'model' as const);
const count = fc.integer({ min: 0, max: 40 });
const counts = fc.record({ promoted: count, failed: count });
const oneMore = (seen: typeof none, which: keyof typeof none) => ({ ...seen, [which]: seen[which] + 1 });

describe('the expected success', () => {
  it('grows with each promotion and falls with each failure, at the service and elsewhere', () => {
    fc.assert(
      fc.property(source, counts, counts, (by, own, others) => {
        const { expected } = successShare(by, own, others);
        expect(successShare(by, oneMore(own, 'promoted'), others).expected).toBeGreaterThan(expected);
        expect(successShare(by, own, oneMore(others, 'promoted')).expected).toBeGreaterThan(expected);
        expect(successShare(by, oneMore(own, 'failed'), others).expected).toBeLessThan(expected);
        expect(successShare(by, own, oneMore(others, 'failed')).expected).toBeLessThan(expected);
      }),
    );
  });

  it('lies in its interval, which narrows with outcomes', () => {
    fc.assert(
      fc.property(source, counts, counts, (by, own, others) => {
        const { low, expected, high } = successShare(by, own, others);
        expect(low).toBeLessThan(expected);
        expect(high).toBeGreaterThan(expected);
      }),
      { numRuns: 50 },
    );
    const width = ({ low, high }: ReturnType<typeof overallShare>) => high - low;
    expect(width(overallShare('model', { promoted: 30, failed: 30 }))).toBeLessThan(
      width(overallShare('model', { promoted: 3, failed: 3 })),
    );
  });

  it('prefers a rule until four of its attempts have failed, while nothing is known of a model', () => {
    const model = overallShare('model', none).expected;
    expect(overallShare('rule', { promoted: 0, failed: 3 }).expected).toBeGreaterThanOrEqual(model);
    expect(overallShare('rule', { promoted: 0, failed: 4 }).expected).toBeLessThan(model);
  });

  it('at a service is that of the others at first, and its own after some outcomes', () => {
    const others = { promoted: 0, failed: 500 };
    expect(successShare('rule', none, others).expected).toBeLessThan(0.02);
    expect(successShare('rule', { promoted: 12, failed: 0 }, others).expected).toBeGreaterThan(0.6);
  });
});

it('counts attempts that were judged: a refused answer is none', () => {
  const all = [
    ...outcomes(2, {}),
    ...outcomes(1, { decision: 'rolled-back' }),
    ...outcomes(3, { decision: 'rejected', by: 'calls' }),
    ...outcomes(5, { decision: 'refused' }),
  ];
  expect(countsIn(all)).toEqual({ promoted: 2, failed: 4 });
});
