import { documentClient } from '#adapters/dynamodb/client.ts';
import { dynamoEventLog } from '#adapters/dynamodb/event-log.ts';
import { dynamoImprovements } from '#adapters/dynamodb/improvements.ts';
import { dynamoMetrics } from '#adapters/dynamodb/metrics.ts';
import { dynamoRollups } from '#adapters/dynamodb/rollups.ts';
import { dynamoSeries } from '#adapters/dynamodb/series.ts';
import { dynamoServices } from '#adapters/dynamodb/services.ts';
import { readEnvironment } from './environment.ts';
import { once } from './once.ts';

/** The table that the environment names. */
export const table = once(() => ({
  client: documentClient(),
  name: readEnvironment('TABLE_NAME').TABLE_NAME,
}));

/** The stores of the records in it. */
export const stores = once(() => ({
  improvements: dynamoImprovements(table()),
  services: dynamoServices(table()),
  metrics: dynamoMetrics(table()),
  series: dynamoSeries(table()),
  rollups: dynamoRollups(table()),
  events: dynamoEventLog(table()),
  now: Date.now,
}));
