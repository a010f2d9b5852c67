import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Feedback } from '#core/preferences/feedback/feedback.ts';
import type { FeedbackStore } from '#core/preferences/ports.ts';
import { queryPage } from '../query-page.ts';
import type { Table } from '../table.ts';
import { writeTransaction } from '../write-transaction.ts';
import { batchItem } from './batch-statistics.ts';
import { feedbackIn, updateOf } from './feedback-item.ts';
import { feedbackKey, feedbackOfUser } from './keys.ts';

export function dynamoFeedback(table: Table): FeedbackStore {
  const { client, name } = table;
  return {
    async record(userId, input, now) {
      try {
        const { Attributes } = await client.send(
          new UpdateCommand({
            TableName: name,
            Key: feedbackKey(userId, input.messageId),
            ...updateOf(input, now),
            ReturnValues: 'ALL_OLD',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        // For an item that did not exist, the local engine returns its keys.
        return Attributes && 'model' in Attributes ? feedbackIn(Attributes) : null;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException && error.Item)
          return feedbackIn(unmarshall(error.Item));
        throw error;
      }
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
