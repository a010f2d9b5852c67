import { afterAll, beforeAll, expect, it } from 'vitest';
import { dynamoAgentBudget } from '#adapters/dynamodb/agent-budget.ts';
import { day } from '#core/time.ts';
import { startTestDatabase, type TestDatabase } from '../../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

async function openBudget(limits: { runsPerDay: number; dollarsPerDay: number | null }) {
  const clock = { now: Date.parse('2026-11-25T12:00:00Z') };
  const table = await database.newTable();
  return { clock, budget: dynamoAgentBudget(table, { ...limits, now: () => clock.now }) };
}

it('allows a number of runs a day, even concurrent ones, and no more until the next day', async () => {
  const { clock, budget } = await openBudget({ runsPerDay: 3, dollarsPerDay: null });

  const together = await Promise.allSettled(Array.from({ length: 8 }, () => budget.begin()));

  expect(together.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  await expect(budget.begin()).rejects.toMatchObject({
    code: 'agent/budget-spent',
    message: "the agent's budget of 3 runs for 2026-11-25 (UTC) is spent; try again tomorrow.",
  });
  clock.now += day;
  await expect(budget.begin()).resolves.toBeUndefined();
});

it('allows runs until they have reported what a day may cost, each job counted once', async () => {
  const { budget } = await openBudget({ runsPerDay: 100, dollarsPerDay: 1 });
  await budget.begin();
  for (let i = 0; i < 5; i += 1) await budget.add('jobs/write/a/1', 0.6);
  await expect(budget.begin()).resolves.toBeUndefined();
  await budget.add('jobs/write/b/1', 0.6);
  await expect(budget.begin()).rejects.toThrow(
    "the agent's budget of 100 runs, or of $1, for 2026-11-25 (UTC) is spent; try again tomorrow.",
  );
});
