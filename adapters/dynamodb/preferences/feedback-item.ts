import type { Feedback } from '#core/preferences/feedback/feedback.ts';
import { feedbackKey, readFeedbackKey } from './keys.ts';

/** What an item holds beside its key. An item of an earlier version has no revision. */
type Item = Readonly<Record<string, unknown>>;

/** The feedback in an item, or in an image of one in the table's stream; `null` if it holds none. */
export function feedbackIn(item: Item): Feedback | null {
  const { pk, sk, revision: _, ...fields } = item;
  const key = readFeedbackKey(String(pk), String(sk));
  // The input was validated before it was written.
  return key && ({ reward: null, ...fields, ...key } as unknown as Feedback);
}

/** The item that replaces another one, or is the message's first. */
export function itemOf({ userId, messageId, reward, ...fields }: Feedback, replaced: Item | null): Item {
  return {
    ...defined(fields),
    ...(reward === null ? {} : { reward }),
    revision: Number(replaced?.revision ?? 0) + 1,
    ...feedbackKey(userId, messageId),
  };
}

/** The condition that the item which was read is still the stored one, whole: it may have been deleted and written again. */
export function isStill(read: Item | null) {
  if (!read) return { ConditionExpression: 'attribute_not_exists(pk)' };
  const hasRevision = read.revision !== undefined;
  const sameRevision = hasRevision ? 'revision = :revision' : 'attribute_not_exists(revision)';
  return {
    ConditionExpression: `recordedAt = :recordedAt AND ${sameRevision}`,
    ExpressionAttributeValues: {
      ':recordedAt': read.recordedAt,
      ...(hasRevision ? { ':revision': read.revision } : {}),
    },
  };
}

const defined = (fields: object): Item =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
