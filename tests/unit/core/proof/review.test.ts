import { describe, expect, it } from 'vitest';
import type { CallEvidence } from '#core/proof/call-evidence.ts';
import { reviewOf } from '#core/proof/review.ts';
import { type Risk, riskKinds, riskTierOf } from '#core/proof/risk.ts';

const compared = {
  name: 'src/a.ts#f',
  captured: 12,
  generated: 300,
  compared: 312,
  unstable: 0,
  unknown: {},
  lost: 0,
};
const calls: CallEvidence = {
  functions: [compared],
  differences: [],
  unseen: [],
  unexercised: [],
  growth: [],
  peak: { base: 1, candidate: 1 },
};
const risk = (kind: Risk['kind']): Risk => ({ kind, what: 'x', path: 'src/a.ts', line: 3 });

describe('a candidate may ship automatically', () => {
  it('if its functions were compared, without a gap and without a risk', () => {
    expect(reviewOf({ calls, risks: [] })).toEqual({ approvals: 0, reasons: [] });
  });
});

describe('a candidate needs an approver', () => {
  it.each<[string, CallEvidence | null, string]>([
    ['if nothing was compared', null, 'the changed functions were not compared call by call'],
    [
      'if no function could be called',
      { ...calls, functions: [] },
      'no call of a changed function was compared',
    ],
    [
      'for new code that no call ran',
      { ...calls, unexercised: [{ path: 'src/a.ts', line: 7, code: 'if (n > 10_000) return [];' }] },
      'no compared call ran src/a.ts:7: if (n > 10_000) return [];',
    ],
    [
      'for a part that no call shows',
      { ...calls, unseen: ['src/b.ts: code outside of functions'] },
      'not compared: src/b.ts',
    ],
    [
      'if too few calls were compared, with the reason',
      { ...calls, functions: [{ ...compared, compared: 3, unknown: { 'an instance of Socket': 9 } }] },
      'only 3 calls of src/a.ts#f were compared (an instance of Socket)',
    ],
    [
      'if many of the calls that callers made could not be compared, with the reason',
      { ...calls, functions: [{ ...compared, unknown: { 'it gives a function': 9 }, lost: 0.11 }] },
      '11 % of the calls of src/a.ts#f could not be compared (it gives a function)',
    ],
    [
      'if most calls could not be compared, although those that callers made could',
      { ...calls, functions: [{ ...compared, compared: 30, unknown: { 'find("x")': 100 } }] },
      '100 of 130 calls of src/a.ts#f could not be compared (find("x"))',
    ],
    [
      'for a difference on unusual input',
      {
        ...calls,
        differences: [
          {
            name: 'f',
            origin: 'unusual',
            call: 'f(NaN)',
            difference: 'the result is 1 on the base, 2 on the candidate',
          },
        ],
      },
      'differs on unusual input: f(NaN)',
    ],
    [
      'if it calls its collaborators more at a time',
      { ...calls, peak: { base: 1, candidate: 12 } },
      'up to 12 at a time, 1 before',
    ],
  ])('%s', (_, evidence, reason) => {
    const review = reviewOf({ calls: evidence, risks: [] });
    expect(review.approvals).toBe(1);
    expect(review.reasons.join('; ')).toContain(reason);
  });

  it('two of them for what can tell the sandbox from production', () => {
    expect(reviewOf({ calls, risks: [risk('environment')] })).toEqual({
      approvals: 2,
      reasons: ['x (environment, src/a.ts:3)'],
    });
  });
});

it('every kind of risk needs at least one approver', () => {
  for (const kind of riskKinds) expect(riskTierOf([{ kind }])).toBeGreaterThan(0);
});
