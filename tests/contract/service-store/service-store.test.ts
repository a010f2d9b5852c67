import { afterAll, beforeAll, describe } from 'vitest';
import { dynamoServices } from '#adapters/dynamodb/services.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { behavesAsServiceStore } from './service-store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

describe('in DynamoDB', () => {
  behavesAsServiceStore(async () => dynamoServices(await database.newTable()));
});
