import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { inBatches } from './in-batches.ts';
import type { Table } from './table.ts';

const itemsPerWrite = 25;

/**
 * Puts the items, replacing items with the same keys.
 * @throws Unavailable `store/busy`; some items may have been written.
 */
export async function writeItems(
  { client, name }: Table,
  items: readonly Record<string, unknown>[],
): Promise<void> {
  const requests = items.map((Item) => ({ PutRequest: { Item } }));
  await inBatches(requests, itemsPerWrite, async (batch) => {
    const command = new BatchWriteCommand({ RequestItems: { [name]: [...batch] } });
    const { UnprocessedItems } = await client.send(command);
    return (UnprocessedItems?.[name] ?? []) as typeof requests;
  });
}
