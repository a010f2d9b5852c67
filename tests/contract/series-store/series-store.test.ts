import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoMetrics } from '#adapters/dynamodb/metrics.ts';
import { dynamoSeries } from '#adapters/dynamodb/series.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { MemoryMetrics } from '../../unit/core/performance/memory-metrics.ts';
import { MemorySeries } from '../../unit/core/performance/memory-series.ts';
import { behavesAsSeriesStore } from './series-store.ts';

describe('in memory', () => {
  behavesAsSeriesStore(async () => {
    const metrics = new MemoryMetrics();
    return { metrics, series: new MemorySeries(metrics) };
  });
});

describe('in DynamoDB', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database.stop());

  behavesAsSeriesStore(async () => {
    const table = await database.newTable();
    return { metrics: dynamoMetrics(table), series: dynamoSeries(table) };
  });
});
