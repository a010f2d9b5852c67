import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoFeedback } from '#adapters/dynamodb/preferences/feedback.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { MemoryFeedback } from '../../support/memory-preferences.ts';
import { behavesAsFeedbackStore } from './feedback-store.ts';

describe('in memory', () => {
  behavesAsFeedbackStore(async () => new MemoryFeedback());
});

describe('in DynamoDB', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
  });
  afterAll(() => database.stop());

  behavesAsFeedbackStore(async () => dynamoFeedback(await database.newTable()));
});
