import type { LearningEventDraft } from '../events/learning-event.ts';
import type { Feedback } from './feedback.ts';
import type { Profile } from './profile.ts';

/** All that one piece of feedback changes. */
export interface FeedbackChange {
  readonly profile: Profile;
  /** The version of the profile that was read; 0 when there was none. */
  readonly expectedVersion: number;
  readonly feedback: Feedback;
  /** The message's feedback that was read, or `null`. */
  readonly previous: Feedback | null;
  /** Whether it is the user's first. */
  readonly isFirst: boolean;
  readonly event?: LearningEventDraft;
}

/** What is left of a user who wants to be forgotten: an empty profile that keeps the user's place in the audit log. */
export interface Forgetting {
  readonly profile: Profile;
  readonly expectedVersion: number;
  readonly event: LearningEventDraft;
  /** Milliseconds since 1970. */
  readonly at: number;
}

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

/** Port: keeps feedback and the profiles made of it. */
export interface PreferenceStore {
  /** What is known of the user, and of this message by this user; each `null` where nothing is. */
  loadForFeedback(
    userId: string,
    messageId: string,
  ): Promise<{ readonly profile: Profile | null; readonly feedback: Feedback | null }>;

  /**
   * Saves all of the change in one transaction. An `event` is chained onto `profile.lastEvent` at
   * `feedback.recordedAt` and appended, and the profile is stored with the link of that event as its `lastEvent`.
   * @throws Conflict `store/stale` when the stored profile is not of `expectedVersion`; then nothing was saved.
   */
  saveFeedback(change: FeedbackChange): Promise<void>;

  /** The user's profile; `null` for a user who has given no feedback. */
  profileOf(userId: string): Promise<Profile | null>;

  /** The user's feedback as it is now, by the ids of its messages. */
  feedbackOf(userId: string, page: PageRequest): Promise<FeedbackPage>;

  /**
   * Deletes the feedback of some of a user's messages, at most 50, and takes it from the counts, in one transaction.
   * @throws Conflict `store/stale` when some of it was gone already; then nothing was deleted.
   */
  deleteFeedback(userId: string, messageIds: readonly string[]): Promise<void>;

  /**
   * Replaces the profile by an empty one, takes the user from the counts, and appends the event, in one transaction.
   * @throws Conflict `store/stale` when the stored profile is not of `expectedVersion`; then nothing was changed.
   */
  forgetProfile(forgetting: Forgetting): Promise<void>;
}
