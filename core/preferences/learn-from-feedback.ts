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
  /** The changes that were not taken in before. */
  readonly taken: readonly FeedbackChange[];
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
  const before = (await profiles.load(userId, 'latest')) ?? emptyProfile(userId);
  let profile: Profile = before;
  const lessons: Lesson[] = [];
  const taken: FeedbackChange[] = [];
  for (const change of changes) {
    const { profile: next, lesson } = takeIn(population, profile, change);
    if (next === profile) continue;
    profile = next;
    taken.push(change);
    if (lesson) lessons.push(lesson);
  }
  if (profile === before) return { taken, lessons, isFirst: false };
  const rated = taken.map(({ feedback }) => feedback.taskType);
  const { profile: told, events } = announce(population, profile, rated);
  await profiles.save({
    profile: { ...told, version: before.version + 1 },
    expectedVersion: before.version,
    events,
  });
  return { taken, lessons, isFirst: isEmpty(before) && !isEmpty(told) };
}
