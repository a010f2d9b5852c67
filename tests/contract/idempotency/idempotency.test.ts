import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoIdempotency } from '#adapters/dynamodb/idempotency.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { behavesAsIdempotency } from './idempotency.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

describe('in DynamoDB', () => {
  behavesAsIdempotency(async () => dynamoIdempotency(await database.newTable()));
});
