import { roundedDown } from '../numbers/rounded-down.ts';
import { bestProbabilities } from './learner/best-probability.ts';
import type { Population } from './learner/population-model.ts';
import { predict } from './learner/predict.ts';
import { ageOf, nothing } from './learner/taste.ts';
import type { Profile } from './profile/profile.ts';

/** One model for one user and task type: ratings and expected reward. */
export interface RatedModel {
  readonly model: string;
  /** Expected reward of its next answer, in [0, 1]. */
  readonly expected: number;
  /** The probability that no other of the models is better, in [0, 1]; those of all of them add up to 1. */
  readonly best: number;
  /** Ratings by this user, and the rewards of those added up. Older ones count for less: 90 days halve them. */
  readonly ratings: number;
  readonly liked: number;
}

/** The model that a user likes best for a task type. */
export interface Preference extends RatedModel {
  readonly taskType: string;
  /** The probability that it is the best of the models. */
  readonly confidence: number;
  /** How far one more rating would move the expected reward: the weight of a new reward. */
  readonly learningRate: number;
  /** One sentence: why. */
  readonly explanation: string;
  /** The other models, best first. */
  readonly alternatives: readonly RatedModel[];
}

interface Asked {
  readonly profile: Profile;
  readonly population: Population;
  /** Those on offer; where empty, those that the user has rated. */
  readonly models: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Stands for all models the user has not tried, if only one was tried: a real name has no space. */
const untried = 'any other';

/** One preference for each task type that the user has rated, by task type. */
export function preferences(asked: Asked): readonly Preference[] {
  return [...asked.profile.taste.tasks.keys()]
    .toSorted()
    .flatMap((taskType) => preferenceFor(asked, taskType) ?? []);
}

/** The preference for one task type; `null` where there are no models to choose from. */
export function preferenceFor(asked: Asked, taskType: string): Preference | null {
  const { profile, population, now } = asked;
  const models = modelsOf(asked, taskType);
  if (models.length === 0) return null;
  const compared = models.length === 1 ? [...models, untried] : models;
  const predictionRequest = { population, taste: profile.taste, task: taskType, models: compared, at: now };
  const { posterior, values, best } = predict(predictionRequest);
  const probabilities = bestProbabilities(posterior);
  const arms = profile.taste.tasks.get(taskType)?.arms;
  const age = ageOf(profile.taste, now);
  const rated = models.map((model, i): RatedModel => {
    const { rewards, count } = arms?.get(model) ?? nothing;
    const { mean = 0.5 } = values[i] ?? {};
    return { model, expected: mean, best: probabilities[i] ?? 0, ratings: count / age, liked: rewards / age };
  });
  const preferred = rated[best] ?? rated[0];
  if (!preferred) return null;
  const { variance = 0 } = values[models.indexOf(preferred.model)] ?? {};
  return {
    taskType,
    ...preferred,
    confidence: preferred.best,
    learningRate: learningRateOf(preferred.expected, variance),
    explanation: explain(preferred, taskType),
    alternatives: rated
      .filter(({ model }) => model !== preferred.model)
      .toSorted((a, b) => b.expected - a.expected || b.best - a.best || (a.model < b.model ? -1 : 1)),
  };
}

function modelsOf({ profile, models }: Asked, taskType: string): readonly string[] {
  if (models.length > 0) return [...new Set(models)];
  return [...(profile.taste.tasks.get(taskType)?.arms.keys() ?? [])].toSorted();
}

/**
 * E[p | like] - E[p | dislike] for the expected reward p: one reward's covariance with p over its variance,
 * Var(p) / (m (1 - m)). For a Beta of weight n it is 1 / (n + 1).
 */
const learningRateOf = (mean: number, variance: number): number =>
  variance / Math.max(mean * (1 - mean), Number.EPSILON);

/** Counts in whole ratings; the confidence is rounded down. */
function explain({ model, ratings, liked, best }: RatedModel, taskType: string): string {
  const sure = `confidence ${roundedDown(best)}`;
  if (ratings < 0.5) return `${model} for ${taskType}: not rated by this user yet, ${sure}`;
  return `${model} for ${taskType}: ${Math.round(liked)} of ${Math.round(ratings)} liked, ${sure}`;
}
