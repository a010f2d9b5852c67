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
  'captured',
  'compared',
  'comparable',
  'exercised',
  'agreement',
  'seen',
  'riskFree',
  'size',
] as const satisfies readonly WeighedPart[];

/** How strongly weights are drawn to 0: what few candidates show must not decide. */
const ridge = 0.5;
const mostRounds = 500;
const tolerance = 1e-6;

/**
 * Fits the weights by logistic regression with a ridge penalty, one coordinate after another by Newton's step. No weight may
 * be negative: more evidence never lowers the confidence. The weights that the corpus cannot tell stay as chosen.
 */
export function fitModel(examples: readonly Example[]): ConfidenceModel {
  const truths = examples.map(({ isRight }) => Number(isRight));
  const columns = fitted.map((name) => examples.map(({ parts }) => parts[name]));
  const logOdds = examples.map(
    ({ parts }) => chosenWeights.tested * parts.tested + chosenWeights.history * parts.history,
  );
  const ones = examples.map(() => 1);

  /** Moves one coefficient to where the penalized likelihood is largest; returns its new value. */
  const improve = (column: readonly number[], value: number, penalty: number, least: number): number => {
    let slope = -penalty * value;
    let curvature = penalty + 1e-9;
    for (const [i, x] of column.entries()) {
      const p = 1 / (1 + Math.exp(-(logOdds[i] ?? 0)));
      slope += ((truths[i] ?? 0) - p) * x;
      // At least this much: where all is certain, a step would be too long.
      curvature += Math.max(p * (1 - p), 0.01) * x * x;
    }
    const next = Math.max(least, value + slope / curvature);
    for (const [i, x] of column.entries()) logOdds[i] = (logOdds[i] ?? 0) + (next - value) * x;
    return next;
  };

  let intercept = 0;
  const weights = fitted.map(() => 0);
  for (let round = 0, moved = 1; round < mostRounds && moved > tolerance; round += 1) {
    const before = [intercept, ...weights];
    intercept = improve(ones, intercept, 0, Number.NEGATIVE_INFINITY);
    for (const [j, column] of columns.entries()) weights[j] = improve(column, weights[j] ?? 0, ridge, 0);
    moved = Math.max(...[intercept, ...weights].map((value, i) => Math.abs(value - (before[i] ?? 0))));
  }
  const byName = Object.fromEntries(fitted.map((name, j) => [name, weights[j] ?? 0]));
  return { intercept, weights: { ...(byName as Record<(typeof fitted)[number], number>), ...chosenWeights } };
}

/** The confidence in each candidate by a model that was fitted to the other functions. */
export function crossValidated(examples: readonly Example[]): readonly Judged[] {
  const groups = Map.groupBy(examples, (example) => example.function);
  return [...groups].flatMap(([name, own]) => {
    const model = fitModel(examples.filter((example) => example.function !== name));
    return own.map(({ parts, isRight }) => ({ confidence: probabilityOf(parts, model), isRight }));
  });
}
