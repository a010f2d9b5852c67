import type { Feedback } from '../feedback/feedback.ts';
import { fairReward, type Leniency, withStars } from '../feedback/leniency.ts';
import { addReward, type Reward, type RewardStatistics, removeReward } from '../learner/add-reward.ts';
import type { Population } from '../learner/population-model.ts';
import { withActivity } from './activities.ts';
import { bounded, type Profile } from './profile.ts';
import { stylesAfter } from './styles.ts';

/** One message's feedback before and after a write. */
export interface FeedbackChange {
  readonly userId: string;
  /** Its place among all changes of this user's feedback, as the store counts them: digits, growing. */
  readonly sequence: string;
  /** `null` for the first of the message. */
  readonly previous: Feedback | null;
  readonly feedback: Feedback;
}

/**
 * Applies a feedback change to the profile, and returns its contribution to the batch statistics. A replaced or
 * withdrawn reward is removed exactly as it was added; for stars, as far as the estimated leniency is still the same.
 * Feedback from before the user was forgotten is ignored.
 * @returns the same profile if the change was applied before.
 */
export function applyFeedback(
  population: Population,
  profile: Profile,
  change: FeedbackChange,
): { readonly profile: Profile; readonly statistics: RewardStatistics | null } {
  const { previous, feedback, sequence } = change;
  if (!isLater(sequence, profile.sequence)) return { profile, statistics: null };
  if (feedback.recordedAt <= profile.forgottenAt)
    return { profile: { ...profile, sequence }, statistics: null };
  const { taste, statistics } = tasteAfter(population, profile, change);
  const without = previous ? withStars(profile.leniency, population, previous, -1) : profile.leniency;
  return {
    profile: bounded({
      ...withActivity(profile, previous, feedback),
      taste,
      leniency: withStars(without, population, feedback, 1),
      styles: stylesAfter(profile.styles, previous, feedback),
      sequence,
      updatedAt: feedback.recordedAt,
    }),
    statistics,
  };
}

/** Digits of any length: no number type holds them all. */
export const isLater = (a: string, b: string): boolean =>
  a.length === b.length ? a > b : a.length > b.length;

function tasteAfter(
  population: Population,
  { taste, leniency }: Profile,
  { previous, feedback }: FeedbackChange,
) {
  const was = previous && rewardIn(previous, leniency, taste.latest);
  const is = rewardIn(feedback, leniency, taste.latest);
  if (was?.reward === is?.reward && was?.at === is?.at) return { taste, statistics: null };
  const without = was ? removeReward(taste, was) : taste;
  return is ? addReward(population, without, is) : { taste: without, statistics: null };
}

function rewardIn(feedback: Feedback, leniency: Leniency, latest: number): Reward | null {
  const { taskType, model, at } = feedback;
  const reward = fairReward(feedback, leniency, latest);
  return reward === null ? null : { task: taskType, model, reward, at };
}
