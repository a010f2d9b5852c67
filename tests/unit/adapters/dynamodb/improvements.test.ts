import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoImprovements } from '#adapters/dynamodb/improvements.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { startTestDatabase, type TestDatabase } from '../../../support/database.ts';
import { anImprovement, proposed } from '../../../support/improvement.ts';

let database: TestDatabase;
let table: Table;
beforeAll(async () => {
  database = await startTestDatabase();
  table = await database.newTable();
});
afterAll(() => database.stop());

it('reads an improvement that was begun before it had all of its fields', async () => {
  const { moves, baseReport, ...earlier } = anImprovement();
  const store = dynamoImprovements(table);
  await store.create(earlier as Improvement, proposed(earlier as Improvement));

  expect(await store.load(earlier.id)).toMatchObject({ ...earlier, lastEvent: {}, moves, baseReport });
  expect((await store.list({ limit: 1 })).items).toMatchObject([{ id: earlier.id, moves, baseReport }]);
});
