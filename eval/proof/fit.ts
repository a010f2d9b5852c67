import {
  type ConfidenceModel,
  type ConfidenceParts,
  chosenWeights,
  probabilityOf,
  type WeighedPart,
} from '#core/improvements/candidate/confidence.ts';
import type { Judged } from './calibration.ts';

/** What the gates left of a candidate: the parts of its confidence, and the truth. */
export interface Example {
  readonly function: string;
  readonly parts: ConfidenceParts;
  readonly isRight: boolean;
}

const fitted = [
  'comparable',
  'exercised',
  'agreement',
  'seen',
  'riskFree',
  'size',
] as const satisfies readonly WeighedPart[];

/** A part may count for little, but not for nothing: the corpus does not hold every way to be wrong. */
const leastWeight = 0.5;
/** How strongly weights are drawn to the least one: what few candidates show must not decide. */
const ridge = 0.5;
const mostRounds = 500;
const tolerance = 1e-6;

/**
 * Fits the weights by logistic regression with a ridge penalty, one coefficient after another by Newton's step. Every weight
 * is positive, because more evidence never lowers the confidence. The weights that the corpus cannot tell stay as chosen.
 */
export function fitModel(examples: readonly Example[]): ConfidenceModel {
  const weights: Record<WeighedPart, number> = {
    ...chosenWeights,
    comparable: leastWeight,
    exercised: leastWeight,
    agreement: leastWeight,
    seen: leastWeight,
    riskFree: leastWeight,
    size: leastWeight,
  };
  let intercept = 0;
  for (let round = 0, moved = 1; round < mostRounds && moved > tolerance; round += 1) {
    const before = [intercept, ...Object.values(weights)];
    intercept += stepOf(examples, { intercept, weights }, () => 1);
    for (const name of fitted) {
      const pull = ridge * (leastWeight - weights[name]);
      const step = stepOf(examples, { intercept, weights }, ({ parts }) => parts[name], pull);
      weights[name] = Math.max(leastWeight, weights[name] + step);
    }
    const after = [intercept, ...Object.values(weights)];
    moved = Math.max(...after.map((value, i) => Math.abs(value - (before[i] ?? 0))));
  }
  return { intercept, weights };
}

/** How far to move the coefficient of `x` to make the examples likelier, with the pull of the penalty. */
function stepOf(
  examples: readonly Example[],
  model: ConfidenceModel,
  x: (example: Example) => number,
  pull = 0,
): number {
  let slope = pull;
  let curvature = ridge;
  for (const example of examples) {
    const probability = probabilityOf(example.parts, model);
    slope += (Number(example.isRight) - probability) * x(example);
    // At least this much: where all is certain, a step would be too long.
    curvature += Math.max(probability * (1 - probability), 0.01) * x(example) ** 2;
  }
  return slope / curvature;
}

/** The confidence in each candidate by a model that was fitted to the other functions. */
export function crossValidated(examples: readonly Example[]): readonly Judged[] {
  const groups = Map.groupBy(examples, (example) => example.function);
  return [...groups].flatMap(([name, own]) => {
    const model = fitModel(examples.filter((example) => example.function !== name));
    return own.map(({ parts, isRight }) => ({ confidence: probabilityOf(parts, model), isRight }));
  });
}
