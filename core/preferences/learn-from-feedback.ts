import type { Lesson } from './learner/learn.ts';
import type { Population } from './learner/population.ts';
import type { ProfileStore } from './ports.ts';
import { announce } from './preference-changed.ts';
import { emptyProfile, isEmpty, type Profile } from './profile.ts';
import { type FeedbackChange, takeIn } from './take-in.ts';
import { untilFirst } from './until-first.ts';

export interface LearnFromFeedback {
  readonly userId: string;
  /** All of this user, in their order. */
  readonly changes: readonly FeedbackChange[];
  readonly population: Population;
  readonly profiles: ProfileStore;
}

export interface Learned {
  /** What the user's rewards teach of everybody. */
  readonly lessons: readonly Lesson[];
  /** Whether nothing was known of the user before. */
  readonly isFirst: boolean;
}

/**
 * Learns what a user likes from changes of the user's feedback. Changes that were taken in before change nothing, so
 * that they may come again.
 * @throws Unavailable `preferences/contended` when somebody else was first five times.
 */
export function learnFromFeedback(request: LearnFromFeedback): Promise<Learned> {
  return untilFirst(() => learnOnce(request));
}

async function learnOnce({ userId, changes, population, profiles }: LearnFromFeedback): Promise<Learned> {
  const before = (await profiles.load(userId)) ?? emptyProfile(userId);
  let profile: Profile = before;
  const lessons: Lesson[] = [];
  const rated = new Set<string>();
  for (const change of changes) {
    const taken = takeIn(population, profile, change);
    if (taken.profile === profile) continue;
    profile = taken.profile;
    rated.add(change.feedback.taskType);
    if (taken.lesson) lessons.push(taken.lesson);
  }
  if (profile === before) return { lessons: [], isFirst: false };
  const { profile: told, events } = announce(population, profile, rated);
  await profiles.save({
    profile: { ...told, version: before.version + 1 },
    expectedVersion: before.version,
    events,
  });
  return { lessons, isFirst: isEmpty(before) && !isEmpty(told) };
}
