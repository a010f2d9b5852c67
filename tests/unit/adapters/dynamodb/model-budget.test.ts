import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoModelBudget } from '#adapters/dynamodb/model-budget.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { startTestDatabase, type TestDatabase } from '../../../support/database.ts';

let database: TestDatabase;
let table: Table;
beforeAll(async () => {
  database = await startTestDatabase();
  table = await database.newTable();
});
afterAll(() => database.stop());

const noon = Date.parse('2026-11-25T12:00:00Z');
const outcomes = async (asks: readonly Promise<void>[]) =>
  (await Promise.allSettled(asks)).map(({ status }) => status);

it('lets a model be asked as often as it may, however many ask at once, and no more until the next day', async () => {
  let time = noon;
  const spend = dynamoModelBudget(table, { asksPerDay: 3, now: () => time });

  const together = await outcomes(Array.from({ length: 8 }, spend));

  expect(together.filter((status) => status === 'fulfilled')).toHaveLength(3);
  await expect(spend()).rejects.toMatchObject({
    code: 'model/budget-spent',
    message:
      'the model was asked 3 times on 2026-11-25, which is its budget; tomorrow it may be asked again.',
  });
  time += 86_400_000;
  await expect(spend()).resolves.toBeUndefined();
});
