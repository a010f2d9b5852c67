import { describe, expect, it } from 'vitest';
import {
  type ConfidenceParts,
  chosenWeights,
  confidenceModel,
} from '#core/improvements/candidate/confidence.ts';
import { crossValidated, type Example, fitModel } from '../../../../eval/proof/fit.ts';
import { readExamples } from '../../../../eval/proof/kept-examples.ts';

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
    expect(weights.size).toBeLessThan(1);
  });

  it('lets each part count, also one of which there was more with more errors', () => {
    const { weights } = fitModel([
      ...examples('a', { comparable: 0.9 }, 10, 90),
      ...examples('a', { comparable: 0.1 }, 90, 10),
    ]);
    expect(weights.comparable).toBe(0.5);
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

  it('to what the corpus showed gives the weights that are in use', () => {
    const { intercept, weights } = fitModel(readExamples());
    expect(confidenceModel.intercept).toBeCloseTo(intercept, 1);
    for (const [name, weight] of Object.entries(weights))
      expect(confidenceModel.weights[name as keyof typeof weights], name).toBeCloseTo(weight, 1);
  });
});
