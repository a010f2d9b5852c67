import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoHistory } from '#adapters/dynamodb/history.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { MemoryHistory } from '../../unit/core/performance/memory-history.ts';
import { behavesAsHistoryStore } from './history-store.ts';

describe('in memory', () => {
  behavesAsHistoryStore(async () => new MemoryHistory());
});

describe('in DynamoDB', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database.stop());

  behavesAsHistoryStore(async () => dynamoHistory(await database.newTable()));
});
