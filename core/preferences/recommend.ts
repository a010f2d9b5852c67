import type { PreferenceStore } from './ports.ts';
import { preferenceFor } from './preferences.ts';
import { cellOf, emptyProfile } from './profile.ts';

export interface Recommend {
  readonly userId: string;
  readonly taskType: string;
  /** The models on offer, the service's own favourite first. Where empty, those that the user has judged. */
  readonly models: readonly string[];
  /** Uniform in [0, 1). */
  readonly random: number;
  readonly store: Pick<PreferenceStore, 'profileOf'>;
  /** Share of the recommendations that are drawn from all models alike, to learn of those seldom used. */
  readonly exploration?: number;
}

export interface Recommendation {
  readonly taskType: string;
  readonly model: string;
  /** How probable it was that this model would be recommended: off-policy evaluation divides by it. */
  readonly propensity: number;
  /** Whether it was drawn to learn more, instead of chosen for being the best known. */
  readonly explored: boolean;
  /** `default`: nothing is known of this user and task type, so the service's own order decides. */
  readonly basis: 'preference' | 'default';
}

/**
 * The model to use now: mostly the one with the best mean, a model never judged counting as neutral.
 *
 * @returns `null` when there is no model to choose from.
 */
export async function recommend(request: Recommend): Promise<Recommendation | null> {
  const { userId, taskType, random, store, exploration = 0.1 } = request;
  const profile = (await store.profileOf(userId)) ?? emptyProfile(userId);
  const preference = preferenceFor(profile, taskType);
  const judged = preference ? [preference, ...preference.alternatives].map(({ model }) => model) : [];
  const models = request.models.length > 0 ? [...new Set(request.models)] : judged;
  const [first] = models;
  if (first === undefined) return null;

  const meanOf = (model: string) => cellOf(profile, taskType, model).mean;
  const best = models.reduce((a, b) => (meanOf(b) > meanOf(a) ? b : a), first);
  const explored = random < exploration;
  const model = explored ? (models[Math.floor((random / exploration) * models.length)] ?? best) : best;
  return {
    taskType,
    model,
    propensity: (model === best ? 1 - exploration : 0) + exploration / models.length,
    explored,
    basis: preference ? 'preference' : 'default',
  };
}
