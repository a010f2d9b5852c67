import { bestProbabilities } from './best-probability.ts';
import { type PredictionRequest, predict } from './predict.ts';
import { ageOf, type Taste } from './taste.ts';

export interface Choice {
  readonly model: string;
  /** The probability with which this model would be chosen: off-policy evaluation divides by it. */
  readonly propensity: number;
  /** Whether the model was drawn to explore, and is not the preferred one. */
  readonly explored: boolean;
  /** The probability that the preferred model is the best of the models on offer. */
  readonly confidence: number;
  readonly preferred: string;
  /** All models, the best first: expected reward, and the probability of being the best. */
  readonly offered: readonly { readonly model: string; readonly expected: number; readonly best: number }[];
}

/** The share of choices made by Thompson sampling once the user is known. */
const explored = 0.1;
/** Below this many rewards the share is larger: evidence is then worth more than reward. */
const known = 12;

/**
 * Chooses the model with the largest expected reward; for a share of the choices, draws a model with its probability
 * of being the best (Thompson sampling).
 * @param random uniform in [0, 1).
 * @returns `null` where there is no model to choose from.
 */
export function choose(request: PredictionRequest, random: number): Choice | null {
  const { models, taste, at } = request;
  const { posterior, values, best } = predict(request);
  const preferred = models[best];
  if (preferred === undefined) return null;
  const probabilities = bestProbabilities(posterior);
  const share = thompsonShare(taste, at);
  const drawn = random < share ? drawFrom(probabilities, random / share) : best;
  return {
    model: models[drawn] ?? preferred,
    propensity: (drawn === best ? 1 - share : 0) + share * (probabilities[drawn] ?? 0),
    explored: drawn !== best,
    confidence: probabilities[best] ?? 0,
    preferred,
    offered: models
      .map((model, i) => ({ model, expected: values[i]?.mean ?? 0.5, best: probabilities[i] ?? 0 }))
      .toSorted((a, b) => b.expected - a.expected),
  };
}

function thompsonShare(taste: Taste, at: number): number {
  let rewards = 0;
  for (const { arms } of taste.tasks.values()) for (const { count } of arms.values()) rewards += count;
  return explored + (1 - explored) * Math.max(0, 1 - rewards / ageOf(taste, at) / known);
}

function drawFrom(probabilities: readonly number[], random: number): number {
  let before = 0;
  for (const [place, probability] of probabilities.entries()) {
    before += probability;
    if (random < before) return place;
  }
  return probabilities.length - 1;
}
