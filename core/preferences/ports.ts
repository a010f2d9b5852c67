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

/** Port: keeps the feedback of users. */
export interface FeedbackStore {
  /**
   * Merges this feedback into the stored one (`mergeFeedback`) in one step; writes nothing if it changes nothing or is
   * refused.
   * @param now milliseconds since 1970.
   * @returns what was known before, or `null`.
   */
  record(userId: string, input: FeedbackInput, now: number): Promise<Feedback | null>;

  /** The user's feedback as it is now, by the ids of its messages. */
  feedbackOf(userId: string, page: PageRequest): Promise<FeedbackPage>;

  /**
   * Deletes the feedback of at most 50 of a user's messages and subtracts it from the counts, in one transaction.
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
  /** Whether the user is no longer counted. */
  readonly isForgotten?: boolean;
}

/** Port: keeps the profiles. */
export interface ProfileStore {
  /**
   * `null` for a user without a profile. A profile that cannot be read is rebuilt from the feedback.
   * @param how a profile saved a moment ago may be missing, unless `latest` is requested; a caller that will save requests it.
   */
  load(userId: string, how?: 'latest'): Promise<Profile | null>;

  /** The profiles that exist among those of these users, in the order of the request. */
  loadAll(userIds: readonly string[]): Promise<readonly Profile[]>;

  /**
   * Saves the profile, with the link of its last event, and the events, all or nothing.
   * @returns the profile as it was saved.
   * @throws Conflict `store/stale` when the stored profile is not of `expectedVersion`; then nothing was saved.
   */
  save(change: ProfileChange): Promise<Profile>;
}

/** The batch statistics of one batch of feedback. They contain no comments. */
export interface FeedbackBatch {
  /** The same batch has the same id: added again, it counts once. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly statistics: BatchStatistics;
  /** The grouping that the residuals refer to. */
  readonly grouping: number;
  /** The users with ratings in the batch, without repetition. */
  readonly users: readonly string[];
  /** Messages that got their first feedback, and users who gave theirs; below 0 where some were forgotten. */
  readonly firsts: Counts;
}

/** Messages with feedback, and users who gave it. */
export interface Counts {
  readonly messages: number;
  readonly users: number;
}

/** The state that a refit starts from and leaves for the next one. */
export interface RefitState {
  readonly population: Population;
  readonly statistics: BatchStatistics;
  readonly progress: Progress;
  /** Users whose tastes the population model is fitted to; the user with the latest rating is last. */
  readonly roster: readonly string[];
  /** Batches up to this time are included, in milliseconds since 1970. */
  readonly batchesUntil: number;
  /** The ids of the latest included batches. */
  readonly batches: readonly string[];
  readonly counts: Counts;
  /** Counts the refits. */
  readonly version: number;
}

/** Port: keeps the batch statistics and the population model. */
export interface PopulationStore {
  /** As of the last refit, or a minute before now at most. */
  population(): Promise<Population>;
  /** As of the last refit. */
  counts(): Promise<Counts>;
  addBatch(batch: FeedbackBatch): Promise<void>;
  loadRefit(): Promise<RefitState>;
  /** The batches after `after` and up to `until`, oldest first. */
  batchesBetween(after: number, until: number): Promise<readonly FeedbackBatch[]>;
  /** @throws Conflict `store/stale` when another refit was first. */
  saveRefit(state: RefitState): Promise<void>;
}
