import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { inBatches } from './in-batches.ts';
import type { Table } from './table.ts';

const itemsPerRead = 100;

interface Key {
  readonly pk: string;
  readonly sk: string;
}

/**
 * Reads the items with these keys, in no order; those that do not exist are absent.
 * @throws Unavailable `store/busy`.
 */
export async function readItems(
  { client, name }: Table,
  keys: readonly Key[],
  { ConsistentRead }: { readonly ConsistentRead: boolean },
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const items: Record<string, unknown>[] = [];
  await inBatches(keys, itemsPerRead, async (Keys) => {
    const request = new BatchGetCommand({ RequestItems: { [name]: { Keys: [...Keys], ConsistentRead } } });
    const { Responses, UnprocessedKeys } = await client.send(request);
    items.push(...(Responses?.[name] ?? []));
    return (UnprocessedKeys?.[name]?.Keys ?? []) as Key[];
  });
  return items;
}
