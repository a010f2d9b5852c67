import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dynamoEventLog } from '#adapters/dynamodb/event-log.ts';
import { dynamoFeedback } from '#adapters/dynamodb/preferences/feedback.ts';
import { packProfile } from '#adapters/dynamodb/preferences/pack-profile.ts';
import { dynamoProfiles } from '#adapters/dynamodb/preferences/profiles.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { ageAt } from '#core/preferences/learner/taste.ts';
import { cacheProfiles } from '#core/preferences/profile/cache-profiles.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { MemoryProfiles } from '../../support/memory-preferences.ts';
import { aProfile, behavesAsProfileStore } from './profile-store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

const inTable = (table: Table) => ({
  profiles: dynamoProfiles(table),
  eventsOf: async (subject: string) => (await dynamoEventLog(table).bySubject(subject, { limit: 100 })).items,
});

describe('in memory', () => {
  behavesAsProfileStore(async () => {
    const profiles = new MemoryProfiles();
    return {
      profiles,
      eventsOf: async (subject) => profiles.events.filter((event) => event.subject === subject),
    };
  });
});

describe('in DynamoDB', () => {
  behavesAsProfileStore(async () => inTable(await database.newTable()));
});

describe('in DynamoDB, remembered', () => {
  behavesAsProfileStore(async () => {
    const { profiles, eventsOf } = inTable(await database.newTable());
    return { profiles: cacheProfiles(profiles), eventsOf };
  });
});

describe('a profile that cannot be read', () => {
  const now = Date.now();
  let table: Table;
  beforeEach(async () => {
    table = await database.newTable();
    const said = { model: 'gpt-4.1', taskType: 'code', timeZone: 'UTC' };
    for (const messageId of ['m1', 'm2', 'm3'])
      await dynamoFeedback(table).record('user-1', { ...said, messageId, kind: 'thumbs-up' }, now);
  });

  const sound = packProfile(aProfile());
  test.each([
    [
      'of an older version, which kept means',
      { profile: { cells: { code: { a: { mean: 0.6, count: 3 } } } } },
    ],
    ['of a future version', { learned: Uint8Array.of(0x91, 99) }],
    ['that is damaged', { learned: sound.slice(0, sound.length / 2) }],
    ['that is not bytes', { learned: 'nonsense' }],
  ])('%s is rebuilt from the feedback, and keeps its place', async (_, contents) => {
    const lastEvent = { sequence: 4, hash: 'f00d' };
    const place = { version: 9, sequence: '77', lastEvent, overrides: { code: 'a' } };
    const Item = { pk: 'USER#user-1', sk: 'PROFILE', ...place, ...contents };
    await table.client.send(new PutCommand({ TableName: table.name, Item }));

    const profile = await dynamoProfiles(table).load('user-1');

    expect(profile).toMatchObject({ ...place, overrides: new Map([['code', 'a']]) });
    const arm = profile?.taste.tasks.get('code')?.arms.get('gpt-4.1');
    expect((arm?.count ?? 0) / ageAt(now)).toBeCloseTo(3, 1);
    // It can be changed like any other, and is valid from then on.
    if (profile)
      await dynamoProfiles(table).save({
        profile: { ...profile, version: 10 },
        expectedVersion: 9,
        events: [],
      });
    expect((await dynamoProfiles(table).load('user-1'))?.version).toBe(10);
  });
});
