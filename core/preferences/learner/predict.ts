import { discountChangedTastes } from './discount-changed-tastes.ts';
import { memberOf } from './membership.ts';
import type { Population } from './population-model.ts';
import { type Posterior, posteriorByCommon, posteriorByGroups, valuesOf } from './posterior.ts';
import { ageOf, type Taste } from './taste.ts';

/** The models to predict, for one user and task at one time. */
export interface PredictionRequest {
  readonly population: Population;
  readonly taste: Taste;
  readonly task: string;
  /** Without repetition; of equals the first is preferred. */
  readonly models: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** The prediction for each model, in the order of the request. */
export interface Prediction {
  readonly posterior: Posterior;
  /** Expected rewards and their variances. */
  readonly values: readonly { readonly mean: number; readonly variance: number }[];
  /** The place of the preferred model: the one with the largest expected reward. */
  readonly best: number;
}

/** Predicts with the group model if it predicts better, otherwise with the common model. */
export function predict(request: PredictionRequest): Prediction {
  const { population, task, models, at } = request;
  const taste = discountChangedTastes(population, request.taste);
  const age = ageOf(taste, at);
  return predictionFrom(
    population.hasGroups
      ? posteriorByGroups(population, taste, memberOf(population, taste, age), task, models, age)
      : posteriorByCommon(population, taste, task, models, age),
  );
}

export function predictionFrom(posterior: Posterior): Prediction {
  const values = valuesOf(posterior);
  const best = values.reduce((least, { mean }, i) => (mean > (values[least]?.mean ?? 0) ? i : least), 0);
  return { posterior, values, best };
}
