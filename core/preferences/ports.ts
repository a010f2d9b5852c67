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
  readonly event?: LearningEventDraft;
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

  /** The user's feedback, newest first by `at`. */
  feedbackOf(userId: string, page: PageRequest): Promise<FeedbackPage>;
}
