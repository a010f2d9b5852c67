import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { Unavailable } from '#core/errors.ts';
import type { Table } from './table.ts';

const itemsPerWrite = 25;
const maxTries = 6;

/**
 * Puts the items, replacing items with the same keys. Items that the table throttles are retried for two seconds.
 * @throws Unavailable `metrics/throttled`; some items may have been written.
 */
export async function writeItems(table: Table, items: readonly Record<string, unknown>[]): Promise<void> {
  for (let i = 0; i < items.length; i += itemsPerWrite) await write(table, items.slice(i, i + itemsPerWrite));
}

async function write({ client, name }: Table, items: readonly Record<string, unknown>[]): Promise<void> {
  let requests = items.map((Item) => ({ PutRequest: { Item } }));
  for (let tries = 0; requests.length > 0; tries += 1) {
    if (tries === maxTries)
      throw new Unavailable('the table is too busy to store these measurements; send them again.', {
        code: 'metrics/throttled',
      });
    if (tries > 0) await new Promise((done) => setTimeout(done, 25 * 2 ** tries));
    const { UnprocessedItems } = await client.send(
      new BatchWriteCommand({ RequestItems: { [name]: requests } }),
    );
    requests = (UnprocessedItems?.[name] ?? []) as typeof requests;
  }
}
