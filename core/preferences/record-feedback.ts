import { Conflict, Unavailable } from '../errors.ts';
import type { Feedback, FeedbackInput } from './feedback.ts';
import { mergeFeedback } from './merge-feedback.ts';
import type { PreferenceStore } from './ports.ts';
import { preferenceChanged } from './preference-changed.ts';
import { type Preference, preferenceFor } from './preferences.ts';
import { applyFeedback, emptyProfile, isEmpty } from './profile.ts';

export interface RecordFeedback {
  readonly userId: string;
  readonly input: FeedbackInput;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly store: PreferenceStore;
  /** Learning rate of a profile that begins now. */
  readonly rate?: number;
}

export interface RecordedFeedback {
  readonly feedback: Feedback;
  /** `unchanged`: it was known already, and nothing was written. */
  readonly changed: 'recorded' | 'replaced' | 'unchanged';
  /** The user's preference for that task type now; absent while no message of it has been judged. */
  readonly preference?: Preference;
}

const attempts = 5;

/**
 * Records what a user says of a message, and learns from it. Saying the same again changes nothing; saying something
 * else replaces what was said.
 *
 * @throws InvalidInput `feedback/time-out-of-range`.
 * @throws Conflict `feedback/message-differs`, `feedback/profile-full`.
 * @throws Unavailable `feedback/contended` when other feedback of the same user was first five times.
 */
export async function recordFeedback(request: RecordFeedback): Promise<RecordedFeedback> {
  let stale: unknown;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      return await recordOnce(request);
    } catch (error) {
      if (!(error instanceof Conflict) || error.code !== 'store/stale') throw error;
      stale = error;
    }
  }
  throw new Unavailable('Other feedback of this user is being recorded; send this one again.', {
    code: 'feedback/contended',
    cause: stale,
  });
}

async function recordOnce({ userId, input, now, store, rate }: RecordFeedback): Promise<RecordedFeedback> {
  const { profile: known, feedback: previous } = await store.loadForFeedback(userId, input.messageId);
  const before = known ?? emptyProfile(userId, rate);
  const merged = mergeFeedback(previous, input, userId, now);
  if (merged === previous) {
    return {
      feedback: previous,
      changed: 'unchanged',
      ...withPreference(preferenceFor(before, input.taskType)),
    };
  }
  const { profile, feedback } = applyFeedback(before, merged, previous);
  const event = preferenceChanged(before, profile, feedback);
  await store.saveFeedback({
    profile,
    expectedVersion: before.version,
    feedback,
    previous,
    isFirst: isEmpty(before),
    ...(event ? { event } : {}),
  });
  return {
    feedback,
    changed: previous ? 'replaced' : 'recorded',
    ...withPreference(preferenceFor(profile, input.taskType)),
  };
}

const withPreference = (preference: Preference | null) => (preference ? { preference } : {});
