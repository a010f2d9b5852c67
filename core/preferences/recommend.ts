import { choose } from './learner/choose.ts';
import { type Population, placeOf } from './learner/population-model.ts';
import type { PopulationStore, ProfileStore } from './ports.ts';
import { emptyProfile, type Profile } from './profile/profile.ts';

export interface Recommend {
  readonly userId: string;
  readonly taskType: string;
  /** The models on offer, the service's default first. If empty, those that the user has rated. */
  readonly models: readonly string[];
  /** Uniform in [0, 1). */
  readonly random: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly profiles: Pick<ProfileStore, 'load'>;
  readonly populations: Pick<PopulationStore, 'population'>;
}

export interface Recommendation {
  readonly taskType: string;
  readonly model: string;
  /** The probability of this recommendation: off-policy evaluation divides by it. */
  readonly propensity: number;
  /** Whether the model was drawn to explore instead of chosen as the best. */
  readonly explored: boolean;
  /** The model with the largest expected reward, and the probability that it is the best. */
  readonly preferred: string;
  readonly confidence: number;
  /** All models, the best first, each with its expected reward and the probability that it is the best. */
  readonly models: readonly { readonly model: string; readonly expected: number; readonly best: number }[];
  /**
   * `override`: somebody decided by hand; `own`: this user rated this task type; `others`: other users did; `none`:
   * nobody did.
   */
  readonly basis: 'override' | 'own' | 'others' | 'none';
}

/**
 * Recommends the model to use now: the override if there is one; otherwise mostly the model with the largest expected
 * reward, and sometimes another one to explore.
 *
 * @returns `null` when there is no model to choose from.
 */
export async function recommend(request: Recommend): Promise<Recommendation | null> {
  const { userId, taskType, random, now, profiles, populations } = request;
  const [known, population] = await Promise.all([profiles.load(userId), populations.population()]);
  const profile = known ?? emptyProfile(userId);
  const rated = [...(profile.taste.tasks.get(taskType)?.arms.keys() ?? [])].toSorted();
  const models = request.models.length > 0 ? [...new Set(request.models)] : rated;
  const predictionRequest = { population, taste: profile.taste, task: taskType, models, at: now };
  const choice = choose(predictionRequest, random);
  if (!choice) return null;
  const { model, propensity, explored, preferred, confidence, offered } = choice;
  const learned = { taskType, preferred, confidence, models: offered };
  const decided = profile.overrides.get(taskType);
  // An override for a model that is not on offer is ignored.
  if (decided !== undefined && (models.includes(decided) || request.models.length === 0))
    return { ...learned, model: decided, propensity: 1, explored: false, basis: 'override' };
  return { ...learned, model, propensity, explored, basis: basisOf(profile, population, taskType) };
}

function basisOf({ taste }: Profile, population: Population, taskType: string): Recommendation['basis'] {
  if (taste.tasks.has(taskType)) return 'own';
  return placeOf(population.tasks, taskType) >= 0 ? 'others' : 'none';
}
