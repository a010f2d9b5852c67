import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoRollups } from '#adapters/dynamodb/rollups.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { MemoryRollups } from '../../unit/core/performance/memory-rollups.ts';
import { behavesAsRollupStore } from './rollup-store.ts';

describe('in memory', () => {
  behavesAsRollupStore(async () => new MemoryRollups());
});

describe('in DynamoDB', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database.stop());

  behavesAsRollupStore(async () => dynamoRollups(await database.newTable()));
});
