import { InvalidInput } from '../../errors.ts';
import { minute } from '../../time.ts';
import type { FeedbackStore } from '../ports.ts';
import type { Feedback, FeedbackInput } from './feedback.ts';
import { mergeFeedback, saysTheSame } from './merge-feedback.ts';

export interface RecordFeedback {
  readonly userId: string;
  readonly input: FeedbackInput;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly store: FeedbackStore;
}

export interface RecordedFeedback {
  readonly feedback: Feedback;
  /** `unchanged`: the same was already recorded, or something that was said later. */
  readonly changed: 'recorded' | 'replaced' | 'unchanged';
}

/**
 * Records a user's feedback on a message. The profile is updated from the store's changes a moment later. The same
 * feedback again changes nothing; of different feedback, what was said last counts.
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
  refuseFuture(input.at ?? now, now);
  const previous = await store.record(userId, input, now);
  const feedback = mergeFeedback(previous, input, userId, now);
  if (!previous) return { feedback, changed: 'recorded' };
  return { feedback, changed: saysTheSame(feedback, previous) ? 'unchanged' : 'replaced' };
}

function refuseFuture(at: number, now: number): void {
  if (at <= now + 5 * minute) return;
  throw new InvalidInput(
    `at must be at most 5 minutes in the future: ${new Date(at).toISOString()} is later than now, ${new Date(now).toISOString()}.`,
    { code: 'feedback/time-out-of-range', data: { at, now } },
  );
}
