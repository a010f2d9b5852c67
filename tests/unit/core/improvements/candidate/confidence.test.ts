import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candidate } from '#core/improvements/candidate/candidate.ts';
import { confidenceIn, type TrackRecord } from '#core/improvements/candidate/confidence.ts';
import { gateNames, type VerificationReport } from '#core/improvements/candidate/verification-report.ts';
import { Manifest } from '#core/service/manifest.ts';
import { aCandidate } from '../../../../support/improvement.ts';
import { aReport, benchmarkOf } from '../../../../support/report.ts';

const none: TrackRecord = { promoted: 0, rolledBack: 0 };
const confidence = (
  report: Partial<VerificationReport> = {},
  candidate: Partial<Candidate> = {},
  history: TrackRecord = none,
) => confidenceIn(aCandidate(candidate), aReport(report), history);

const low = fc.double({ min: 0.1, max: 10, noNaN: true });
const lines = fc.integer({ min: 1, max: 200 });
const coverage = fc
  .record({ changed: fc.integer({ min: 0, max: 50 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
  .map(({ changed, share }) => ({ changed, executed: Math.floor(changed * share) }));
const outcomes = fc.nat({ max: 100 });
const history = fc.record({ promoted: outcomes, rolledBack: outcomes });
const source = fc.constantFrom('rule' as const, 'model' as const);
const evidence = fc.record({ low, lines, coverage, history, source });
type Evidence = typeof evidence extends fc.Arbitrary<infer Value> ? Value : never;

const confidenceOf = (given: Evidence): number =>
  confidence(
    { coverage: given.coverage, benchmark: benchmarkOf(given.low) },
    { linesChanged: given.lines, source: given.source },
    given.history,
  ).value;

/** Better evidence of one kind never gives less confidence. */
function expectMonotone(better: (given: Evidence) => Partial<Evidence>): void {
  fc.assert(
    fc.property(evidence, (given) => {
      expect(confidenceOf({ ...given, ...better(given) })).toBeGreaterThanOrEqual(
        confidenceOf(given) - 1e-12,
      );
    }),
  );
}

describe('the confidence in a candidate', () => {
  it('and each of its parts is in [0, 1], for any evidence', () => {
    fc.assert(
      fc.property(evidence, (given) => {
        const { value, parts } = confidence(
          { coverage: given.coverage, benchmark: benchmarkOf(given.low) },
          { linesChanged: given.lines, source: given.source },
          given.history,
        );
        for (const part of [value, ...Object.values(parts)]) {
          expect(part).toBeGreaterThanOrEqual(0);
          expect(part).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('grows with the gain', () => expectMonotone((given) => ({ low: given.low * 1.2 })));
  it('grows with the share of the changed lines that tests execute', () =>
    expectMonotone(({ coverage: { changed } }) => ({ coverage: { changed, executed: changed } })));
  it('falls with the number of changed lines', () =>
    expectMonotone((given) => ({ lines: Math.max(1, given.lines - 5) })));
  it('grows with each promoted change of the author', () =>
    expectMonotone((given) => ({ history: { ...given.history, promoted: given.history.promoted + 1 } })));
  it('falls with each rolled back change of the author', () =>
    expectMonotone((given) => ({
      history: { ...given.history, rolledBack: Math.max(0, given.history.rolledBack - 1) },
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

  it('is 0 without a significant gain', () => {
    expect(confidence({ benchmark: benchmarkOf(1) }).value).toBe(0);
    expect(confidence({ benchmark: benchmarkOf(0.7) }).value).toBe(0);
    expect(confidence({ benchmark: null }).value).toBe(0);
  });

  it('counts a gain of 2x or more as clear', () => {
    expect(confidence({ benchmark: benchmarkOf(2) }).parts.gain).toBe(1);
    expect(confidence({ benchmark: benchmarkOf(9) }).parts.gain).toBe(1);
  });

  it('counts a change of 61 lines half as much as one of a single line', () => {
    const sizeOf = (linesChanged: number) => confidence({}, { linesChanged }).parts.size;
    expect([sizeOf(1), sizeOf(61), sizeOf(121)]).toEqual([1, 0.5, 1 / 3]);
  });

  // Why 60: where no test is known to run the code, a person should read what does not fit on one screen.
  it('lets a first fix of a model ship by itself up to 45 lines, where no test is known to run them', () => {
    const { automaticAbove } = Manifest.shape.policy.parse({});
    const ofLines = (linesChanged: number) =>
      confidence({ coverage: null }, { source: 'model', linesChanged }).value;
    expect(ofLines(45)).toBeGreaterThan(automaticAbove);
    expect(ofLines(46)).toBeLessThan(automaticAbove);
  });

  it('counts unknown coverage as half, and a change without executable lines as covered', () => {
    expect(confidence({ coverage: null }).parts.coverage).toBe(0.5);
    expect(confidence({ coverage: { changed: 0, executed: 0 } }).parts.coverage).toBe(1);
  });

  it('trusts a rule more than a model until there are results from production', () => {
    const of = (source: Candidate['source'], history = none) =>
      confidence({}, { source }, history).parts.history;
    expect(of('rule')).toBeCloseTo(0.9, 12);
    expect(of('model')).toBeCloseTo(0.75, 12);
    expect(of('model', { promoted: 40, rolledBack: 0 })).toBeGreaterThan(
      of('rule', { promoted: 0, rolledBack: 2 }),
    );
  });
});
