import type { UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { type Feedback, type FeedbackInput, rewardOf } from '#core/preferences/feedback/feedback.ts';
import { readFeedbackKey } from './keys.ts';

/** The feedback in an item, or in an image of one in the table's stream; `null` if it holds none. */
export function feedbackIn(item: Readonly<Record<string, unknown>>): Feedback | null {
  const { pk, sk, ...fields } = item;
  const key = readFeedbackKey(String(pk), String(sk));
  // The input was validated before it was written.
  return key && ({ reward: null, ...fields, ...key } as unknown as Feedback);
}

type Update = Required<
  Pick<
    UpdateCommandInput,
    'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
  >
>;

/**
 * `mergeFeedback` as one blind update: new values replace old ones, and the first time stays. Its condition fails if
 * nothing would change, or if the message has another model or task type.
 */
export function updateOf(input: FeedbackInput, now: number): Update {
  const { messageId: _, model, taskType, kind, rating, at = now, timeZone, ...said } = input;
  const reward = rewardOf(input);
  const judges = kind !== 'comment';
  const replaced = defined({ ...said, ...(judges ? { kind, rating } : {}) });
  const withoutRating = judges && rating === undefined;
  const set = [
    ...Object.keys({ ...replaced, model, taskType, recordedAt: now }),
    ...(reward === null ? [] : ['reward']),
  ].map((name) => `#${name} = :${name}`);
  const first = ['at', 'timeZone', ...(judges ? [] : ['kind'])].map(
    (name) => `#${name} = if_not_exists(#${name}, :${name})`,
  );
  const removed = [...(withoutRating ? ['#rating'] : []), ...(judges && reward === null ? ['#reward'] : [])];
  // Removed fields need no comparison: whatever removes them also changes the kind.
  const news = Object.keys(replaced).map((name) => `attribute_not_exists(#${name}) OR #${name} <> :${name}`);
  const values = {
    ...replaced,
    model,
    taskType,
    kind,
    at,
    timeZone,
    recordedAt: now,
    ...(reward === null ? {} : { reward }),
  };
  const names = [...Object.keys(values), ...removed.map((name) => name.slice(1))];
  return {
    UpdateExpression: `SET ${[...set, ...first].join(', ')}${removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''}`,
    ConditionExpression: `attribute_not_exists(pk) OR (#model = :model AND #taskType = :taskType AND (${news.join(' OR ')}))`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      Object.entries(values).map(([name, value]) => [`:${name}`, value]),
    ),
  };
}

const defined = (fields: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
