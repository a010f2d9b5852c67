import { type Population, placeOf } from '../learner/population-model.ts';
import { priorsOf } from '../learner/priors.ts';
import { ageAt, weightAt } from '../learner/taste.ts';
import type { Feedback } from './feedback.ts';

/** How a user gives stars, beside how all users like the same models at the same tasks. Sums, weighted by `weightAt`. */
export interface Leniency {
  /** Of the rewards that the stars stand for, above what all users' would be. */
  readonly excess: number;
  readonly count: number;
}

export const noLeniency: Leniency = { excess: 0, count: 0 };

/** So many ratings in stars are worth as much as the belief that users are alike. */
const shrinkage = 10;

/** By how much a reward in stars is too high for this user, in [-1, 1]; below 0 of a strict one. */
export function leniencyAt({ excess, count }: Leniency, at: number): number {
  const age = ageAt(at);
  return excess / age / (count / age + shrinkage);
}

/** The reward with the user's leniency taken out; thumbs are taken as they are. */
export function fairReward({ kind, reward, at }: Feedback, leniency: Leniency): number | null {
  if (reward === null || kind !== 'rating') return reward;
  return Math.min(1, Math.max(0, reward - leniencyAt(leniency, at)));
}

/**
 * With the stars of a message added, or taken away again.
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

/** `null` where nobody has rated the model at the task: there is nothing to be lenient beside. */
function expectedOfAll(population: Population, task: string, model: string): number | null {
  if (placeOf(population.tasks, task) < 0 || placeOf(population.models, model) < 0) return null;
  return priorsOf(population, task, model).common.reduce(
    (sum, { a, b, weight }) => sum + (weight * a) / (a + b),
    0,
  );
}
