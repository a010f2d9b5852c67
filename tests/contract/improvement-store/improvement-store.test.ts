import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoEventLog } from '#adapters/dynamodb/event-log.ts';
import { dynamoImprovements } from '#adapters/dynamodb/improvements.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';
import { anImprovement, proposed } from '../../support/improvement.ts';
import { behavesAsImprovementStore } from './improvement-store.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

describe('in DynamoDB', () => {
  behavesAsImprovementStore(async () => {
    const table = await database.newTable();
    return { improvements: dynamoImprovements(table), events: dynamoEventLog(table) };
  });

  it('rejects one of its own cursors after tampering', async () => {
    const improvements = dynamoImprovements(await database.newTable());
    for (const id of ['first', 'second'])
      await improvements.create(anImprovement({ id }), proposed(anImprovement({ id })));
    const { cursor } = await improvements.list({ limit: 1 });
    const { pk: _, ...rest } = JSON.parse(Buffer.from(cursor ?? '', 'base64url').toString());
    const tampered = Buffer.from(JSON.stringify(rest)).toString('base64url');
    await expect(improvements.list({ limit: 1, cursor: tampered })).rejects.toMatchObject({
      code: 'page/invalid-cursor',
    });
  });
});
