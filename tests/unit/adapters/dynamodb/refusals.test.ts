import type { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { addRefusals } from '#adapters/dynamodb/refusals.ts';

test('reasons that differ only in what they quote are one update, with the latest of them', async () => {
  const updates: UpdateCommand['input'][] = [];
  const send = async ({ input }: UpdateCommand) => updates.push(input);
  const client = { send } as unknown as DynamoDBDocumentClient;
  const names = Array.from({ length: 3_000 }, (_, i) => `not for ${JSON.stringify(`"${i.toString(36)}`)}`);
  const reasons = new Map([['it is over 2 days old', 5], ...names.map((name) => [name, 2] as const)]);

  await addRefusals({ client, name: 'records' }, 'METRICS#shop#1', { at: 0, reasons });

  const values = updates.map(({ ExpressionAttributeValues: all }) => [all?.[':reason'], all?.[':count']]);
  expect(values).toEqual([
    ['it is over 2 days old', 5],
    [names.at(-1), 6_000],
  ]);
});
