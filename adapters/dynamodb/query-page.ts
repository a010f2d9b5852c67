import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { decodeCursor, encodeCursor, invalidCursor } from './cursor.ts';
import type { Table } from './table.ts';

type PageQuery = Omit<QueryCommandInput, 'TableName' | 'Limit' | 'ExclusiveStartKey'> & {
  /** `:pk` names the partition; a cursor of another partition is rejected. */
  readonly ExpressionAttributeValues: Readonly<Record<':pk', string>>;
};

interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * Reads one page of a query, with the cursor of the next page; `null` on the last page.
 * @throws InvalidInput `page/invalid-cursor`.
 */
export async function queryPage(
  { client, name }: Table,
  query: PageQuery,
  { limit, cursor }: PageRequest,
): Promise<{ items: Record<string, unknown>[]; cursor: string | null }> {
  const start = cursor === undefined ? undefined : decodeCursor(cursor);
  // The engine would start at any key, even outside of the query's partition.
  if (start && !Object.values(start).includes(query.ExpressionAttributeValues[':pk'])) throw invalidCursor();
  try {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({ TableName: name, Limit: limit, ExclusiveStartKey: start, ...query }),
    );
    return { items: Items, cursor: encodeCursor(LastEvaluatedKey) };
  } catch (error) {
    // The query itself is valid, so the engine rejected the start key.
    if (start && error instanceof Error && error.name === 'ValidationException') throw invalidCursor(error);
    throw error;
  }
}
