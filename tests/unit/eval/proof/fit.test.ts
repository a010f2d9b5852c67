import { describe, expect, it } from 'vitest';
import { type ConfidenceParts, chosenWeights } from '#core/improvements/candidate/confidence.ts';
import { crossValidated, type Example, fitModel } from '../../../../eval/proof/fit.ts';

const parts = (fields: Partial<ConfidenceParts>): ConfidenceParts => ({
  gates: 1,
  gain: 1,
  captured: 0.5,
  compared: 0.5,
  comparable: 1,
  exercised: 1,
  tested: 1,
  agreement: 1,
  seen: 1,
  riskFree: 1,
  size: 0.9,
  history: 0.75,
  ...fields,
});
const examples = (name: string, fields: Partial<ConfidenceParts>, right: number, wrong: number): Example[] =>
  [true, false].flatMap((isRight) =>
    Array.from({ length: isRight ? right : wrong }, () => ({
      function: name,
      parts: parts(fields),
      isRight,
    })),
  );

describe('the fit of the confidence', () => {
  it('weighs what tells right from wrong, and nothing else', () => {
    const { weights } = fitModel([
      ...examples('a', { exercised: 1 }, 90, 10),
      ...examples('a', { exercised: 0 }, 10, 90),
    ]);
    expect(weights.exercised).toBeGreaterThan(3);
    expect(weights.size).toBeLessThan(0.5);
  });

  it('gives nothing a weight below 0, also if more of it went with more errors', () => {
    const { weights } = fitModel([
      ...examples('a', { captured: 0.9 }, 10, 90),
      ...examples('a', { captured: 0.1 }, 90, 10),
    ]);
    expect(weights.captured).toBe(0);
  });

  it('leaves the weights that the corpus cannot tell', () => {
    expect(fitModel(examples('a', {}, 9, 1)).weights).toMatchObject(chosenWeights);
  });

  it('judges each function by the others', () => {
    const judged = crossValidated([...examples('a', {}, 100, 0), ...examples('b', {}, 50, 50)]);
    const [first] = judged.filter(({ confidence }) => Math.abs(confidence - 0.5) < 0.02);
    expect(first).toMatchObject({ isRight: true });
    expect(judged.filter(({ confidence }) => confidence > 0.9)).toHaveLength(100);
  });
});
