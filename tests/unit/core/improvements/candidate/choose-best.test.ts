import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chooseBest, type ProvenCandidate } from '#core/improvements/candidate/choose-best.ts';
import { confidenceIn } from '#core/improvements/candidate/confidence.ts';
import { aCandidate } from '../../../../support/improvement.ts';
import { aReport, benchmarkOf } from '../../../../support/report.ts';

function proven(low: number, isAutomatic: boolean, title = `${low}`): ProvenCandidate {
  const candidate = aCandidate({ title });
  const report = aReport({ benchmark: benchmarkOf(low) });
  const confidence = confidenceIn(candidate, report, { promoted: 0, rolledBack: 0 });
  return { candidate, report, confidence, isAutomatic };
}

it('is the one with the largest certain gain', () => {
  expect(chooseBest([proven(1.2, true), proven(3, true), proven(2, true)]).candidate.title).toBe('3');
});

it('is one that may ship by itself, however fast those are that a person has to read', () => {
  expect(chooseBest([proven(9, false), proven(1.2, true)]).candidate.title).toBe('1.2');
});

it('is the first of equals', () => {
  expect(chooseBest([proven(2, true, 'rule'), proven(2, true, 'model')]).candidate.title).toBe('rule');
});

it('is never beaten by another, whatever their order', () => {
  const some = fc.array(fc.tuple(fc.double({ min: 1, max: 100, noNaN: true }), fc.boolean()), {
    minLength: 1,
  });
  fc.assert(
    fc.property(some, (given) => {
      const [first, ...others] = given.map(([low, isAutomatic]) => proven(low, isAutomatic));
      if (first === undefined) return;
      const best = chooseBest([first, ...others]);
      for (const one of [first, ...others])
        expect(
          one.isAutomatic === best.isAutomatic
            ? (one.report.benchmark?.low ?? 0) <= (best.report.benchmark?.low ?? 0)
            : best.isAutomatic,
        ).toBe(true);
    }),
  );
});
