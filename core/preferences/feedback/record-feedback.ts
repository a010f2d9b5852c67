import { InvalidInput } from '../../errors.ts';
import { day, minute } from '../../time.ts';
import type { FeedbackStore } from '../ports.ts';
import type { Feedback, FeedbackInput } from './feedback.ts';
import { mergeFeedback } from './merge-feedback.ts';

export interface RecordFeedback {
  readonly userId: string;
  readonly input: FeedbackInput;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly store: FeedbackStore;
}

export interface RecordedFeedback {
  readonly feedback: Feedback;
  /** `unchanged`: the same feedback was already recorded, and nothing was written. */
  readonly changed: 'recorded' | 'replaced' | 'unchanged';
}

/**
 * Records a user's feedback on a message. The profile is updated from the store's changes a moment later. The same
 * feedback again changes nothing; different feedback replaces the earlier one.
 *
 * @throws InvalidInput `feedback/time-out-of-range`.
 * @throws Conflict `feedback/message-differs`.
 */
export async function recordFeedback({
  userId,
  input,
  now,
  store,
}: RecordFeedback): Promise<RecordedFeedback> {
  refuseImplausibleTime(input.at ?? now, now);
  const previous = await store.record(userId, input, now);
  const feedback = mergeFeedback(previous, input, userId, now);
  if (feedback === previous) return { feedback, changed: 'unchanged' };
  return { feedback, changed: previous ? 'replaced' : 'recorded' };
}

const year = 365 * day;

function refuseImplausibleTime(at: number, now: number): void {
  if (at <= now + 5 * minute && at >= now - year) return;
  throw new InvalidInput(
    'at must be at most 5 minutes in the future and at most a year ago, in milliseconds since 1970.',
    {
      code: 'feedback/time-out-of-range',
      data: { at, now },
    },
  );
}
