import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '#core/improvements/candidate/candidate.ts';
import {
  type ConfidenceEvidence,
  confidenceIn,
  confidenceModel,
  type TrackRecord,
} from '#core/improvements/candidate/confidence.ts';
import { gateNames, type VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import type { CallEvidence } from '#core/proof/call-evidence.ts';
import type { Risk } from '#core/proof/risk.ts';
import { Manifest } from '#core/service/manifest.ts';
import { aCandidate } from '../../../../support/improvement.ts';
import { aReport, benchmarkOf } from '../../../../support/report.ts';

const none: TrackRecord = { promoted: 0, rolledBack: 0 };
const confidence = (
  report: Partial<VerificationReport> = {},
  candidate: Partial<Candidate> = {},
  history: TrackRecord = none,
) => confidenceIn(aCandidate(candidate), aReport(report), history);

const risk: Risk = { kind: 'memory', what: 'known', path: 'src/prices.ts', line: 3 };
const unusual: CallEvidence['differences'][number] = {
  name: 'src/prices.ts#netPrice',
  origin: 'unusual',
  call: 'netPrice(null)',
  difference: 'the result is 0 on the base, null on the candidate',
};

const count = fc.nat({ max: 500 });
const lines = fc
  .record({ changed: fc.nat({ max: 50 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ changed, share }) => ({ changed, executed: Math.floor(changed * share) }));
const aComparison = aReport().calls as CallEvidence;
const functionEvidence = fc
  .record({
    captured: count,
    compared: count,
    unstable: count,
    unknown: count.map((lost): Record<string, number> => ({ 'a socket': lost })),
  })
  .map((found) => ({ ...(aComparison.functions[0] as CallEvidence['functions'][number]), ...found }));
const place = { path: 'src/prices.ts', line: 3, code: 'return 0;' };
const calls = fc
  .record({
    functions: fc.array(functionEvidence, { minLength: 1, maxLength: 3 }),
    differences: fc.boolean().map((isUnusual) => (isUnusual ? [unusual] : [])),
    unseen: fc.array(fc.string(), { maxLength: 5 }),
    unexercised: fc.array(fc.constant(place), { maxLength: 5 }),
  })
  .map((found) => ({ ...aComparison, ...found }));
const evidence = fc.record({
  calls,
  coverage: lines,
  risks: fc.array(fc.constant(risk), { maxLength: 4 }),
  low: fc.double({ min: 0.1, max: 10, noNaN: true }),
  linesChanged: fc.integer({ min: 1, max: 200 }),
  source: fc.constantFrom('rule' as const, 'model' as const),
  history: fc.record({ promoted: fc.nat({ max: 100 }), rolledBack: fc.nat({ max: 100 }) }),
});
type Given = typeof evidence extends fc.Arbitrary<infer Value> ? Value : never;

function confidenceOf({ low, linesChanged, source, history, ...rest }: Given) {
  const given: ConfidenceEvidence = { ...rest, gates: aReport().gates, benchmark: benchmarkOf(low) };
  return confidenceIn({ source, linesChanged }, given, history);
}

/** Better evidence of one kind never gives less confidence. */
function expectMonotone(better: (given: Given) => Partial<Given>): void {
  fc.assert(
    fc.property(evidence, (given) => {
      const { value } = confidenceOf({ ...given, ...better(given) });
      expect(value).toBeGreaterThanOrEqual(confidenceOf(given).value - 1e-12);
    }),
  );
}

const withFunctions = (
  { calls: found }: Given,
  better: (one: CallEvidence['functions'][number]) => Partial<CallEvidence['functions'][number]>,
) => ({ calls: { ...found, functions: found.functions.map((one) => ({ ...one, ...better(one) })) } });

describe('the confidence in a candidate', () => {
  it('and each of its parts is in [0, 1], for any evidence', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        const { value, parts } = confidenceOf(given);
        for (const part of [value, ...Object.values(parts)]) {
          expect(part).toBeGreaterThanOrEqual(0);
          expect(part).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('grows with the captured calls', () =>
    expectMonotone((given) => withFunctions(given, ({ captured }) => ({ captured: captured + 1 }))));
  it('grows with the compared calls', () =>
    expectMonotone((given) => withFunctions(given, ({ compared }) => ({ compared: compared + 1 }))));
  it('falls with the calls that cannot be compared', () =>
    expectMonotone((given) => withFunctions(given, () => ({ unknown: {}, unstable: 0 }))));
  it('falls with each piece of new code that no compared call ran', () =>
    expectMonotone(({ calls: found }) => ({
      calls: { ...found, unexercised: found.unexercised.slice(1) },
    })));
  it('grows with the share of the changed lines that tests run', () =>
    expectMonotone(({ coverage: { changed } }) => ({ coverage: { changed, executed: changed } })));
  it('falls with a difference on unusual input', () =>
    expectMonotone(({ calls: found }) => ({ calls: { ...found, differences: [] } })));
  it('falls with each part of the change that was not compared', () =>
    expectMonotone(({ calls: found }) => ({ calls: { ...found, unseen: found.unseen.slice(1) } })));
  it('falls with each risk', () => expectMonotone(({ risks }) => ({ risks: risks.slice(1) })));
  it('falls with the number of changed lines', () =>
    expectMonotone(({ linesChanged }) => ({ linesChanged: Math.max(1, linesChanged - 5) })));
  it('grows with each promoted change of the author', () =>
    expectMonotone(({ history }) => ({ history: { ...history, promoted: history.promoted + 1 } })));
  it('falls with each rolled back change of the author', () =>
    expectMonotone(({ history }) => ({
      history: { ...history, rolledBack: Math.max(0, history.rolledBack - 1) },
    })));

  it.each(gateNames)('is 0 if the gate %s failed', (failing) => {
    const gates = aReport().gates.map((gate) =>
      gate.name === failing ? { ...gate, result: 'failed' as const } : gate,
    );
    expect(confidence({ gates }).value).toBe(0);
  });

  const optional = ['typecheck', 'lint'];

  it.each(gateNames.filter((name) => !optional.includes(name)))('is 0 if the gate %s was skipped', (left) => {
    const gates = aReport().gates.map((gate) =>
      gate.name === left ? { ...gate, result: 'skipped' as const } : gate,
    );
    expect(confidence({ gates }).value).toBe(0);
  });

  it.each(optional)('does not need the gate %s if the service has no command for it', (left) => {
    const gates = aReport().gates.map((gate) =>
      gate.name === left ? { ...gate, result: 'skipped' as const } : gate,
    );
    expect(confidence({ gates }).value).toBe(confidence().value);
  });

  it('is 0 without a certain gain, and does not depend on how large it is', () => {
    expect(confidence({ benchmark: benchmarkOf(1) }).value).toBe(0);
    expect(confidence({ benchmark: benchmarkOf(0.7) }).value).toBe(0);
    expect(confidence({ benchmark: null }).value).toBe(0);
    expect(confidence({ benchmark: benchmarkOf(9) }).value).toBe(
      confidence({ benchmark: benchmarkOf(1.1) }).value,
    );
  });

  it('judges a candidate by the function that was compared least', () => {
    const [one] = aReport().calls?.functions ?? [];
    const parts = confidence({
      calls: {
        ...aComparison,
        functions: [
          { ...(one as CallEvidence['functions'][number]), captured: 5, compared: 100 },
          { ...(one as CallEvidence['functions'][number]), captured: 300, compared: 900 },
        ],
      },
    });
    expect(parts.parts).toMatchObject({ captured: 0.5, compared: 0.5, comparable: 1 });
  });

  it('counts a change of 61 lines half as much as one of a single line', () => {
    const sizeOf = (linesChanged: number) => confidence({}, { linesChanged }).parts.size;
    expect([sizeOf(1), sizeOf(61), sizeOf(121)]).toEqual([1, 0.5, 1 / 3]);
  });

  it('counts unknown coverage as half, and a change without executable lines as covered', () => {
    expect(confidence({ coverage: null }).parts.tested).toBe(0.5);
    expect(confidence({ coverage: { changed: 0, executed: 0 } }).parts.tested).toBe(1);
  });

  it('trusts a rule more than a model until there are results from production', () => {
    const historyOf = (source: Candidate['source'], history = none) =>
      confidence({}, { source }, history).parts.history;
    expect(historyOf('rule')).toBeCloseTo(0.9, 12);
    expect(historyOf('model')).toBeCloseTo(0.75, 12);
    expect(historyOf('model', { promoted: 40, rolledBack: 0 })).toBeGreaterThan(
      historyOf('rule', { promoted: 0, rolledBack: 2 }),
    );
  });

  it('lets a rule ship by itself with full evidence, and a model once three of its fixes were promoted', () => {
    const { automaticAbove } = Manifest.shape.policy.parse({});
    const full = (source: Candidate['source'], promoted = 0, rolledBack = 0) =>
      confidence({}, { source }, { promoted, rolledBack }).value;
    expect(full('rule')).toBeGreaterThan(automaticAbove);
    expect(full('model', 2)).toBeLessThan(automaticAbove);
    expect(full('model', 3)).toBeGreaterThan(automaticAbove);
    expect(full('model', 3, 1)).toBeLessThan(automaticAbove);
  });

  // The corpus holds wrong rewrites with as much evidence as right ones.
  it('leaves the first fix of a model to an approver, however much was compared', () => {
    const { automaticAbove } = Manifest.shape.policy.parse({});
    const [one] = aReport().calls?.functions ?? [];
    const functions = [
      { ...(one as CallEvidence['functions'][number]), captured: 100_000, compared: 1_000_000 },
    ];
    const { value } = confidence(
      { calls: { ...aComparison, functions } },
      { source: 'model', linesChanged: 1 },
    );
    expect(value).toBeLessThan(automaticAbove);
  });

  it('leaves a change to an approver that no test runs', () => {
    const { automaticAbove } = Manifest.shape.policy.parse({});
    const idle = confidence(
      { coverage: { changed: 4, executed: 0 } },
      { source: 'rule' },
      { promoted: 40, rolledBack: 0 },
    );
    expect(idle.value).toBeLessThan(automaticAbove);
  });

  it('gives no part a weight below 0', () => {
    for (const weight of Object.values(confidenceModel.weights)) expect(weight).toBeGreaterThanOrEqual(0);
  });
});
