import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoRollups } from '#adapters/dynamodb/rollups.ts';
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

  behavesAsHistoryStore(async () => dynamoRollups(await database.newTable()));
});
