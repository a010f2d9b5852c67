import { BatchGetCommand, BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dynamoPopulation } from '#adapters/dynamodb/preferences/population.ts';
import { readItems } from '#adapters/dynamodb/read-items.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { writeItems } from '#adapters/dynamodb/write-items.ts';
import { startTestDatabase, type TestDatabase } from '../../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
});
afterAll(() => database.stop());

/** The table as it is while it throttles: it processes this many requests of each batch, and leaves out the others. */
function throttled({ client, name }: Table, most: number): Table {
  const send = async (command: unknown) => {
    if (command instanceof BatchGetCommand) {
      const { Keys = [], ...how } = command.input.RequestItems?.[name] ?? {};
      const processed = { [name]: { ...how, Keys: Keys.slice(0, most) } };
      const response = most > 0 ? await client.send(new BatchGetCommand({ RequestItems: processed })) : {};
      return { ...response, UnprocessedKeys: { [name]: { Keys: Keys.slice(most) } } };
    }
    if (command instanceof BatchWriteCommand) {
      const requests = command.input.RequestItems?.[name] ?? [];
      const processed = { [name]: requests.slice(0, most) };
      if (most > 0) await client.send(new BatchWriteCommand({ RequestItems: processed }));
      return { UnprocessedItems: { [name]: requests.slice(most) } };
    }
    return client.send(command as never);
  };
  return { client: { send } as unknown as DynamoDBDocumentClient, name };
}

const keys = Array.from({ length: 130 }, (_, i) => ({ pk: 'batch', sk: String(i) }));
const items = keys.map((key, i) => ({ ...key, value: i }));
const byNumber = (read: readonly Readonly<Record<string, unknown>>[]) =>
  read.toSorted((a, b) => Number(a.sk) - Number(b.sk));

describe('a table that processes a batch only in part', () => {
  test('is asked again until everything is written and read', async () => {
    const table = await database.newTable();
    await writeItems(throttled(table, 9), items);
    const read = await readItems(throttled(table, 40), keys, { ConsistentRead: true });
    expect(byNumber(read)).toEqual(items);
  });

  test('does not make the refit forget what was learned from all users', async () => {
    const table = await database.newTable();
    const complete = dynamoPopulation(table);
    const first = await complete.loadRefit();
    await complete.saveRefit({ ...first, version: 1, roster: ['user-1'], counts: { messages: 9, users: 1 } });
    const read = await dynamoPopulation(throttled(table, 1)).loadRefit();
    expect(read).toMatchObject({ version: 1, roster: ['user-1'], counts: { messages: 9, users: 1 } });
  });

  test('is not asked for ever: a table that processes nothing is reported as busy', async () => {
    const table = throttled(await database.newTable(), 0);
    await expect(readItems(table, keys, { ConsistentRead: true })).rejects.toMatchObject({
      name: 'Unavailable',
      code: 'store/busy',
    });
    await expect(writeItems(table, items)).rejects.toMatchObject({ name: 'Unavailable', code: 'store/busy' });
  });
});
