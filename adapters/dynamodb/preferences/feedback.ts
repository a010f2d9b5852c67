import { BatchGetCommand, GetCommand } from '@aws-sdk/lib-dynamodb';
import { Unavailable } from '#core/errors.ts';
import type { Feedback } from '#core/preferences/feedback.ts';
import type { FeedbackChange, PreferenceStore } from '#core/preferences/ports.ts';
import type { Profile } from '#core/preferences/profile.ts';
import { appendEvent } from './event-log.ts';
import { countFeedback } from './feedback-count.ts';
import { queryPage } from './page.ts';
import type { Table } from './table.ts';
import { type Writes, writeTogether } from './transaction.ts';

export function dynamoPreferences(table: Table): PreferenceStore {
  const { client, name } = table;
  return {
    async loadForFeedback(userId, messageId) {
      const keys = [profileKey(userId), feedbackKey(userId, messageId)];
      const { Responses, UnprocessedKeys } = await client.send(
        new BatchGetCommand({ RequestItems: { [name]: { Keys: keys, ConsistentRead: true } } }),
      );
      if (Object.keys(UnprocessedKeys ?? {}).length > 0)
        throw new Unavailable('the table is too busy; send the feedback again.', {
          code: 'feedback/throttled',
        });
      const items = Responses?.[name] ?? [];
      return {
        profile: (items.find(({ sk }) => sk === 'PROFILE')?.profile as Profile | undefined) ?? null,
        feedback: (items.find(({ sk }) => sk !== 'PROFILE')?.feedback as Feedback | undefined) ?? null,
      };
    },

    async saveFeedback(change) {
      const { profile, feedback, event } = change;
      const appended = event && appendEvent(table, profile.lastEvent, event, feedback.recordedAt);
      const saved = appended ? { ...profile, lastEvent: appended.lastEvent } : profile;
      await writeTogether(table, `the profile of ${profile.userId}`, [
        putProfile(name, saved, change.expectedVersion),
        putFeedback(name, change),
        ...(appended ? [appended.write] : []),
        ...(change.previous ? [] : [countFeedback(name, { messages: 1, users: change.isFirst ? 1 : 0 })]),
      ]);
    },

    async profileOf(userId) {
      const { Item } = await client.send(new GetCommand({ TableName: name, Key: profileKey(userId) }));
      return (Item?.profile as Profile | undefined) ?? null;
    },

    async feedbackOf(userId, page) {
      const query = {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :feedback)',
        ExpressionAttributeValues: { ':pk': `USER#${userId}`, ':feedback': 'FEEDBACK#' },
        ConsistentRead: true,
      };
      const { items, cursor } = await queryPage(table, query, page);
      return {
        items: items.map(({ feedback }) => feedback as Feedback),
        ...(cursor === null ? {} : { cursor }),
      };
    },

    async deleteFeedback(userId, messageIds) {
      await writeTogether(table, `the feedback of ${userId}`, [
        ...messageIds.map((messageId) => ({
          Delete: {
            TableName: name,
            Key: feedbackKey(userId, messageId),
            ConditionExpression: 'attribute_exists(pk)',
          },
        })),
        countFeedback(name, { messages: -messageIds.length, users: 0 }),
      ]);
    },

    async forgetProfile({ profile, expectedVersion, event, at }) {
      const { write, lastEvent } = appendEvent(table, profile.lastEvent, event, at);
      await writeTogether(table, `the profile of ${profile.userId}`, [
        putProfile(name, { ...profile, lastEvent }, expectedVersion),
        write,
        countFeedback(name, { messages: 0, users: -1 }),
      ]);
    },
  };
}

const profileKey = (userId: string) => ({ pk: `USER#${userId}`, sk: 'PROFILE' });
const feedbackKey = (userId: string, messageId: string) => ({
  pk: `USER#${userId}`,
  sk: `FEEDBACK#${messageId}`,
});

function putProfile(TableName: string, profile: Profile, expectedVersion: number): Writes[number] {
  const Item = { ...profileKey(profile.userId), version: profile.version, profile };
  if (expectedVersion === 0)
    return { Put: { TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
  return {
    Put: {
      TableName,
      Item,
      ConditionExpression: '#version = :expected',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':expected': expectedVersion },
    },
  };
}

/** The profile's version guards both: feedback never changes without it. */
function putFeedback(TableName: string, { feedback }: FeedbackChange): Writes[number] {
  return {
    Put: {
      TableName,
      Item: {
        ...feedbackKey(feedback.userId, feedback.messageId),
        feedback,
      },
    },
  };
}
