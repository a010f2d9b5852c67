import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { Conflict, Unavailable } from '#core/errors.ts';
import type { Feedback, FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { mergeFeedback } from '#core/preferences/feedback/merge-feedback.ts';
import type { FeedbackStore } from '#core/preferences/ports.ts';
import { queryPage } from '../query-page.ts';
import type { Table } from '../table.ts';
import { writeTransaction } from '../write-transaction.ts';
import { batchItem } from './batch-statistics.ts';
import { feedbackIn, isStill, itemOf } from './feedback-item.ts';
import { feedbackKey, feedbackOfUser } from './keys.ts';

type Item = Readonly<Record<string, unknown>>;

/** Each attempt but the last lost against another writer of the same message. */
const attempts = 10;

export function dynamoFeedback(table: Table): FeedbackStore {
  const { client, name } = table;
  return {
    async record(userId, input, now) {
      let stored: Item | null = null;
      for (let attempt = 1; attempt <= attempts; attempt += 1) {
        const previous = stored && feedbackIn(stored);
        const feedback = mergedOrRefused(previous, input, userId, now);
        if (feedback === previous) return previous;
        const replacement = { TableName: name, Item: itemOf(feedback, stored), ...isStill(stored) };
        const lost = await replacedBefore(client, replacement);
        if (!lost) return previous;
        stored = lost.item;
      }
      throw new Unavailable('other requests keep changing the feedback on this message; try again.', {
        code: 'feedback/contended',
      });
    },

    async feedbackOf(userId, page) {
      const query = { ...feedbackOfUser(userId), ConsistentRead: true };
      const { items, cursor } = await queryPage(table, query, page);
      return {
        items: items.map(feedbackIn).filter((item): item is Feedback => item !== null),
        ...(cursor === null ? {} : { cursor }),
      };
    },

    async deleteFeedback(userId, messageIds, now) {
      await writeTransaction(table, `the feedback of ${userId}`, [
        ...messageIds.map((messageId) => ({
          Delete: {
            TableName: name,
            Key: feedbackKey(userId, messageId),
            ConditionExpression: 'attribute_exists(pk)',
          },
        })),
        {
          Put: {
            TableName: name,
            Item: batchItem({ at: now, firsts: { messages: -messageIds.length, users: 0 } }),
          },
        },
      ]);
    },
  };
}

/** The feedback that is known already, if the new one is refused: the caller merges too, and handles the reason. */
function mergedOrRefused(
  previous: Feedback | null,
  input: FeedbackInput,
  userId: string,
  now: number,
): Feedback {
  try {
    return mergeFeedback(previous, input, userId, now);
  } catch (error) {
    if (previous && error instanceof Conflict) return previous;
    throw error;
  }
}

/** Writes the item; if another writer was first, nothing, and returns what is stored now: `null` after a deletion. */
async function replacedBefore(
  client: Table['client'],
  replacement: PutCommandInput,
): Promise<{ readonly item: Item | null } | null> {
  try {
    await client.send(new PutCommand({ ...replacement, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }));
    return null;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { item: error.Item ? unmarshall(error.Item) : null };
  }
}
