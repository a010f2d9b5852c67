import type { LearningEventDraft } from '../events/learning-event.ts';
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

/** What changes of a user's feedback teach, and nothing of it is saved yet. */
export interface Learned {
  /** The changes that were not taken in before. */
  readonly taken: readonly FeedbackChange[];
  /** What the user's rewards teach of everybody. */
  readonly lessons: readonly Lesson[];
  /** Whether nothing was known of the user before. */
  readonly isFirst: boolean;
  readonly before: Profile;
  readonly after: Profile;
  readonly events: readonly LearningEventDraft[];
}

/** Learns from changes of a user's feedback. Those that were taken in before teach nothing: they may come again. */
export async function learnFromFeedback(request: LearnFromFeedback): Promise<Learned> {
  const { userId, changes, population, profiles } = request;
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
  if (profile === before) return { taken, lessons, isFirst: false, before, after: before, events: [] };
  const rated = taken.map(({ feedback }) => feedback.taskType);
  const { profile: after, events } = announce(population, profile, rated);
  return { taken, lessons, isFirst: isEmpty(before) && !isEmpty(after), before, after, events };
}

/**
 * Saves what was learned; where somebody else changed the profile since, it is learned again.
 * @throws Unavailable `preferences/contended` when somebody else was first five times.
 */
export function saveLearned(learned: Learned, request: LearnFromFeedback): Promise<void> {
  let next: Learned | null = learned;
  return untilFirst(async () => {
    const { before, after, events } = next ?? (await learnFromFeedback(request));
    next = null;
    if (after === before) return;
    const profile = { ...after, version: before.version + 1 };
    await request.profiles.save({ profile, expectedVersion: before.version, events });
  });
}
