import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { DomainError } from '#core/errors.ts';
import type { Feedback } from '#core/preferences/feedback/feedback.ts';
import type { ProfileStore } from '#core/preferences/ports.ts';
import type { Profile } from '#core/preferences/profile/profile.ts';
import { rebuildProfile } from '#core/preferences/profile/rebuild-profile.ts';
import { appendEvent } from '../event-log.ts';
import { readItems } from '../read-items.ts';
import type { Table } from '../table.ts';
import { type Writes, writeTransaction } from '../write-transaction.ts';
import { batchItem } from './batch-statistics.ts';
import { dynamoFeedback } from './feedback.ts';
import { profileKey } from './keys.ts';
import { packProfile, unpackProfile } from './pack-profile.ts';

type Item = Readonly<Record<string, unknown>>;

export function dynamoProfiles(table: Table): ProfileStore {
  const { client, name } = table;

  async function read(userId: string, item: Item): Promise<Profile> {
    const kept = keptOf(userId, item);
    try {
      return { ...kept, ...unpackProfile(item.learned) };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return rebuildProfile(await everyFeedback(table, userId), kept);
    }
  }

  return {
    async load(userId, how) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: profileKey(userId), ConsistentRead: how === 'latest' }),
      );
      return Item ? read(userId, Item) : null;
    },

    async loadAll(userIds) {
      const items = await readItems(table, userIds.map(profileKey), { ConsistentRead: false });
      const found = new Map(items.map((item) => [item.pk, item]));
      const profiles: Profile[] = [];
      for (const userId of userIds) {
        const item = found.get(profileKey(userId).pk);
        if (item) profiles.push(await read(userId, item));
      }
      return profiles;
    },

    async save({ profile, expectedVersion, events, isForgotten = false }) {
      let { lastEvent } = profile;
      const appended: Writes = [];
      for (const event of events) {
        const next = appendEvent(table, lastEvent, event, profile.updatedAt);
        lastEvent = next.lastEvent;
        appended.push(next.write);
      }
      const saved = { ...profile, lastEvent };
      const firsts = { messages: 0, users: -1 };
      await writeTransaction(table, `the profile of ${profile.userId}`, [
        putProfile(name, saved, expectedVersion),
        ...appended,
        ...(isForgotten
          ? [{ Put: { TableName: name, Item: batchItem({ at: profile.updatedAt, firsts }) } }]
          : []),
      ]);
      return saved;
    },
  };
}

/** The fields that stay readable even if the packed contents are not. */
function keptOf(userId: string, { version, sequence, overrides, forgottenAt, lastEvent }: Item) {
  return {
    userId,
    version: Number(version),
    sequence: typeof sequence === 'string' ? sequence : '0',
    overrides: new Map(Object.entries((overrides as Record<string, string> | undefined) ?? {})),
    forgottenAt: Number(forgottenAt ?? 0),
    lastEvent: (lastEvent as Profile['lastEvent'] | undefined) ?? null,
  };
}

function putProfile(TableName: string, profile: Profile, expectedVersion: number): Writes[number] {
  const { userId, version, sequence, overrides, forgottenAt, lastEvent } = profile;
  const Item = {
    ...profileKey(userId),
    version,
    sequence,
    ...(overrides.size > 0 ? { overrides: Object.fromEntries(overrides) } : {}),
    ...(forgottenAt > 0 ? { forgottenAt } : {}),
    ...(lastEvent ? { lastEvent } : {}),
    learned: packProfile(profile),
  };
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

async function everyFeedback(table: Table, userId: string): Promise<readonly Feedback[]> {
  const feedback: Feedback[] = [];
  let cursor: string | undefined;
  do {
    const page = await dynamoFeedback(table).feedbackOf(userId, {
      limit: 200,
      ...(cursor === undefined ? {} : { cursor }),
    });
    feedback.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return feedback;
}
