import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoMetrics } from '#adapters/dynamodb/metrics.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { MemoryMetrics } from '../../unit/core/performance/memory-metrics.ts';
import { behavesAsMetricsStore } from './metrics-store.ts';

describe('in memory', () => {
  behavesAsMetricsStore(async () => new MemoryMetrics());
});

describe('in DynamoDB', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database.stop());

  behavesAsMetricsStore(async () => dynamoMetrics(await database.newTable()));
});
