import type { LearningEventDraft } from '../events/learning-event.ts';
import type { Feedback, FeedbackInput } from './feedback/feedback.ts';
import type { BatchStatistics } from './learner/batch-statistics.ts';
import type { Population } from './learner/population-model.ts';
import type { Progress } from './learner/refit/refit.ts';
import type { Profile } from './profile/profile.ts';

export interface PageRequest {
  readonly limit: number;
  /** From the page before; absent for the first. */
  readonly cursor?: string;
}

export interface FeedbackPage {
  readonly items: readonly Feedback[];
  /** Absent on the last page. */
  readonly cursor?: string;
}

/** Port: keeps what users say of messages. */
export interface FeedbackStore {
  /**
   * Keeps what `mergeFeedback` makes of this and of what is known of the message, in one step; where it makes nothing
   * new of it, or refuses it, nothing is written.
   * @param now milliseconds since 1970.
   * @returns what was known before, or `null`.
   */
  say(userId: string, input: FeedbackInput, now: number): Promise<Feedback | null>;

  /** The user's feedback as it is now, by the ids of its messages. */
  feedbackOf(userId: string, page: PageRequest): Promise<FeedbackPage>;

  /**
   * Deletes the feedback of some of a user's messages, at most 50, and takes it from the counts, in one transaction.
   * @param now milliseconds since 1970.
   * @throws Conflict `store/stale` when some of it was gone already; then nothing was deleted.
   */
  deleteFeedback(userId: string, messageIds: readonly string[], now: number): Promise<void>;
}

export interface ProfileChange {
  readonly profile: Profile;
  /** The version of the profile that was read; 0 when there was none. */
  readonly expectedVersion: number;
  /** To be appended to the user's chain, after `profile.lastEvent`, at `profile.updatedAt`. */
  readonly events: readonly LearningEventDraft[];
  /** Whether the user is counted no more. */
  readonly isForgotten?: boolean;
}

/** Port: keeps the profiles that are made of feedback. */
export interface ProfileStore {
  /**
   * `null` for a user of whom nothing was learned. A profile that cannot be read is learned again from the feedback.
   * @param how what was saved a moment ago may be missing, unless the latest is asked for: for who will save.
   */
  load(userId: string, how?: 'latest'): Promise<Profile | null>;

  /** Of those users that there are profiles of, in the order asked. */
  loadAll(userIds: readonly string[]): Promise<readonly Profile[]>;

  /**
   * Saves the profile, with the link of its last event, and the events, all or nothing.
   * @returns the profile as it was saved.
   * @throws Conflict `store/stale` when the stored profile is not of `expectedVersion`; then nothing was saved.
   */
  save(change: ProfileChange): Promise<Profile>;
}

/** What a batch of feedback teaches of everybody. No text of a comment is in it. */
export interface FeedbackBatch {
  /** The same batch has the same id: taught again soon, it counts once. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly statistics: BatchStatistics;
  /** The grouping that the tally's surprises are about. */
  readonly grouping: number;
  /** Who was rated, each once. */
  readonly users: readonly string[];
  /** Messages that got their first feedback, and users who gave theirs; below 0 where some were forgotten. */
  readonly firsts: Counts;
}

/** Messages with feedback, and users who gave it. */
export interface Counts {
  readonly messages: number;
  readonly users: number;
}

/** What a refit begins with, and leaves for the next. */
export interface RefitState {
  readonly population: Population;
  readonly tally: BatchStatistics;
  readonly progress: Progress;
  /** Users whose tastes the population is fitted to; who was rated last is last. */
  readonly roster: readonly string[];
  /** What was taught up to then is in it, in milliseconds since 1970. */
  readonly taughtUntil: number;
  /** The ids of the last of it. */
  readonly taught: readonly string[];
  readonly counts: Counts;
  /** Counts the refits. */
  readonly version: number;
}

/** Port: keeps what everybody together teaches. */
export interface PopulationStore {
  /** As of the last refit, or a minute before now at most. */
  population(): Promise<Population>;
  /** As of the last refit. */
  counts(): Promise<Counts>;
  addBatch(teaching: FeedbackBatch): Promise<void>;
  loadRefit(): Promise<RefitState>;
  /** What was taught after `after` and up to `until`, oldest first. */
  taughtBetween(after: number, until: number): Promise<readonly FeedbackBatch[]>;
  /** @throws Conflict `store/stale` when another refit was first. */
  saveRefit(state: RefitState): Promise<void>;
}
