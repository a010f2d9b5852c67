import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoModelBudget } from '#adapters/dynamodb/model-budget.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { day } from '#core/time.ts';
import { startTestDatabase, type TestDatabase } from '../../../support/database.ts';

let database: TestDatabase;
let table: Table;
beforeAll(async () => {
  database = await startTestDatabase();
  table = await database.newTable();
});
afterAll(() => database.stop());

const noon = Date.parse('2026-11-25T12:00:00Z');
const outcomes = async (requests: readonly Promise<void>[]) =>
  (await Promise.allSettled(requests)).map(({ status }) => status);

it('allows the budgeted number of model requests, even concurrent ones, and no more until the next day', async () => {
  let time = noon;
  const spend = dynamoModelBudget(table, { asksPerDay: 3, now: () => time });

  const together = await outcomes(Array.from({ length: 8 }, spend));

  expect(together.filter((status) => status === 'fulfilled')).toHaveLength(3);
  await expect(spend()).rejects.toMatchObject({
    code: 'model/budget-spent',
    message: 'the budget of 3 model requests for 2026-11-25 (UTC) is spent; try again tomorrow.',
  });
  time += day;
  await expect(spend()).resolves.toBeUndefined();
});
