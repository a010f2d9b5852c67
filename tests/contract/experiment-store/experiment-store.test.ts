import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoEventLog } from '#adapters/dynamodb/event-log.ts';
import { dynamoExperiments } from '#adapters/dynamodb/experiments.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { MemoryExperiments } from '../../support/memory-experiments.ts';
import { behavesAsExperimentStore } from './experiment-store.ts';

describe('in memory', () => {
  behavesAsExperimentStore(async () => {
    const experiments = new MemoryExperiments();
    return {
      experiments,
      eventsOf: async (subject) => experiments.events.filter((event) => event.subject === subject),
    };
  });
});

describe('in DynamoDB', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database.stop());

  behavesAsExperimentStore(async () => {
    const table = await database.newTable();
    return {
      experiments: dynamoExperiments(table),
      eventsOf: async (subject) => (await dynamoEventLog(table).bySubject(subject, { limit: 100 })).items,
    };
  });
});
