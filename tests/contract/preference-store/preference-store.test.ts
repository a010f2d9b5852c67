import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoEventLog } from '#adapters/dynamodb/event-log.ts';
import { dynamoPreferences } from '#adapters/dynamodb/preferences.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { MemoryStore } from '../../unit/core/preferences/memory-store.ts';
import { behavesAsPreferenceStore } from './preference-store.ts';

describe('in memory', () => {
  behavesAsPreferenceStore(async () => {
    const store = new MemoryStore();
    return {
      preferences: store,
      eventsOf: async (subject) => store.events.filter((event) => event.subject === subject),
    };
  });
});

describe('in DynamoDB', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database.stop());

  behavesAsPreferenceStore(async () => {
    const table = await database.newTable();
    const events = dynamoEventLog(table);
    return {
      preferences: dynamoPreferences(table),
      eventsOf: async (subject) => (await events.ofSubject(subject, { limit: 100 })).items,
    };
  });
});
