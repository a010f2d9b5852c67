import type { LearningEventDraft } from '../../events/learning-event.ts';
import type { RewardStatistics } from '../learner/add-reward.ts';
import type { Population } from '../learner/population-model.ts';
import type { ProfileStore } from '../ports.ts';
import { applyFeedback, type FeedbackChange } from './apply-feedback.ts';
import { withChangeEvents } from './change-events.ts';
import { emptyProfile, isEmpty, type Profile } from './profile.ts';
import { retryOnConflict } from './retry-on-conflict.ts';

export interface UpdateProfile {
  readonly userId: string;
  /** All of this user, in their order. */
  readonly changes: readonly FeedbackChange[];
  readonly population: Population;
  readonly profiles: ProfileStore;
}

/** The update of one profile, not saved yet. */
export interface ProfileUpdate {
  /** The changes that were not applied before. */
  readonly applied: readonly FeedbackChange[];
  /** The contributions of the user's rewards to the batch statistics. */
  readonly statistics: readonly RewardStatistics[];
  /** Whether the user had no feedback before. */
  readonly isFirst: boolean;
  readonly before: Profile;
  readonly after: Profile;
  readonly events: readonly LearningEventDraft[];
}

/** Computes the update of a user's profile from feedback changes. Changes may be delivered again: those applied before are skipped. */
export async function updateProfile(request: UpdateProfile): Promise<ProfileUpdate> {
  const { userId, changes, population, profiles } = request;
  const before = (await profiles.load(userId, 'latest')) ?? emptyProfile(userId);
  let profile: Profile = before;
  const statistics: RewardStatistics[] = [];
  const applied: FeedbackChange[] = [];
  for (const change of changes) {
    const { profile: next, statistics: contribution } = applyFeedback(population, profile, change);
    if (next === profile) continue;
    profile = next;
    applied.push(change);
    if (contribution) statistics.push(contribution);
  }
  if (profile === before) return { applied, statistics, isFirst: false, before, after: before, events: [] };
  const rated = applied.map(({ feedback }) => feedback.taskType);
  const { profile: after, events } = withChangeEvents(population, profile, rated);
  return {
    applied,
    statistics,
    isFirst: isEmpty(before) && !isEmpty(after),
    before,
    after,
    events,
  };
}

/**
 * Saves the update; if the profile was changed meanwhile, computes the update again.
 * @throws Unavailable `preferences/contended` after five lost races.
 */
export function saveProfileUpdate(learned: ProfileUpdate, request: UpdateProfile): Promise<void> {
  let next: ProfileUpdate | null = learned;
  return retryOnConflict(async () => {
    const { before, after, events } = next ?? (await updateProfile(request));
    next = null;
    if (after === before) return;
    const profile = { ...after, version: before.version + 1 };
    await request.profiles.save({ profile, expectedVersion: before.version, events });
  });
}
