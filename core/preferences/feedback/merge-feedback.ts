import { Conflict } from '../../errors.ts';
import { type Feedback, type FeedbackInput, rewardOf } from './feedback.ts';

/**
 * What is known of the message once `input` is added to `previous`.
 *
 * A message has one judgment and one comment. New feedback replaces what it carries and leaves the rest: a comment
 * on a rated message keeps the rating, thumbs on a commented message keep the comment. The first feedback's time stays.
 *
 * @returns `previous` itself when `input` says nothing new.
 * @throws Conflict `feedback/message-differs`: the message is known with another model or task type.
 */
export function mergeFeedback(
  previous: Feedback | null,
  input: FeedbackInput,
  userId: string,
  now: number,
): Feedback {
  if (!previous) {
    return { ...input, userId, at: input.at ?? now, recordedAt: now, reward: rewardOf(input) };
  }
  refuseOtherMessage(previous, input);
  const { kind, rating, at: _at, timeZone: _timeZone, ...said } = input;
  const judgment = kind === 'comment' ? {} : { kind, rating, reward: rewardOf({ kind, rating }) };
  const merged = withoutUndefined({ ...previous, ...withoutUndefined(said), ...judgment });
  return isSame(merged, previous) ? previous : { ...merged, recordedAt: now };
}

function isSame(a: Feedback, b: Feedback): boolean {
  const fields = Object.keys({ ...a, ...b }) as (keyof Feedback)[];
  return fields.every((field) => a[field] === b[field]);
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T;
}

function refuseOtherMessage(previous: Feedback, { model, taskType }: FeedbackInput): void {
  if (previous.model === model && previous.taskType === taskType) return;
  throw new Conflict(
    `Message ${previous.messageId} is known as ${previous.taskType} by ${previous.model}; its feedback cannot move to ${taskType} by ${model}.`,
    { code: 'feedback/message-differs', data: { model: previous.model, taskType: previous.taskType } },
  );
}
