import { type Population, placeOf } from '../learner/population-model.ts';
import { priorsOf } from '../learner/priors.ts';
import { ageAt, weightAt } from '../learner/taste.ts';
import type { Feedback } from './feedback.ts';

/** How a user's stars differ from how all users rate the same models at the same tasks. Sums, weighted by `weightAt`. */
export interface Leniency {
  /** Sum of the rewards of the user's stars above the expected ones. */
  readonly excess: number;
  readonly count: number;
}

export const noLeniency: Leniency = { excess: 0, count: 0 };

/** The weight, in ratings, of the prior that a user is as lenient as all others. */
const shrinkage = 10;

/** How much too high this user's star rewards are, in [-1, 1]; negative for a strict user. */
export function leniencyAt({ excess, count }: Leniency, at: number): number {
  const age = ageAt(at);
  return excess / age / (count / age + shrinkage);
}

/**
 * The reward corrected for the user's leniency; thumbs are not corrected.
 * @param latest when the user's latest reward was given: of a reward that arrives late, later ones say no less.
 */
export function fairReward(
  { kind, reward, at }: Feedback,
  leniency: Leniency,
  latest: number,
): number | null {
  if (reward === null || kind !== 'rating') return reward;
  return Math.min(1, Math.max(0, reward - leniencyAt(leniency, Math.max(at, latest))));
}

/**
 * Adds or removes the stars of a message.
 * @param sign 1 or -1.
 */
export function withStars(
  { excess, count }: Leniency,
  population: Population,
  { kind, reward, taskType, model, at }: Feedback,
  sign: number,
): Leniency {
  const expected = expectedOfAll(population, taskType, model);
  if (kind !== 'rating' || reward === null || expected === null) return { excess, count };
  const weight = sign * weightAt(at);
  const after = Math.max(0, count + weight);
  return after === 0 ? noLeniency : { excess: excess + weight * (reward - expected), count: after };
}

/** `null` if nobody has rated the model at the task: there is nothing to compare with. */
function expectedOfAll(population: Population, task: string, model: string): number | null {
  if (placeOf(population.tasks, task) < 0 || placeOf(population.models, model) < 0) return null;
  return priorsOf(population, task, model).common.reduce(
    (sum, { a, b, weight }) => sum + (weight * a) / (a + b),
    0,
  );
}
