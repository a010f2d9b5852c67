import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { decodeCursor, encodeCursor, invalidCursor } from './cursor.ts';
import type { Table } from './table.ts';

type PageQuery = Omit<QueryCommandInput, 'TableName' | 'Limit' | 'ExclusiveStartKey'> & {
  /** `:pk` names the partition; a cursor of another one is refused. */
  readonly ExpressionAttributeValues: Readonly<Record<':pk', string>>;
};

interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** One page of a query, and the cursor of the next: null on the last. @throws InvalidInput `page/invalid-cursor`. */
export async function queryPage(
  { client, name }: Table,
  query: PageQuery,
  { limit, cursor }: PageRequest,
): Promise<{ items: Record<string, unknown>[]; cursor: string | null }> {
  const start = cursor === undefined ? undefined : decodeCursor(cursor);
  // An engine may begin wherever it is told to, outside of the query's partition too.
  if (start && !Object.values(start).includes(query.ExpressionAttributeValues[':pk'])) throw invalidCursor();
  try {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({ TableName: name, Limit: limit, ExclusiveStartKey: start, ...query }),
    );
    return { items: Items, cursor: encodeCursor(LastEvaluatedKey) };
  } catch (error) {
    // The query itself is ours and valid: what the engine does not accept is the place to begin.
    if (start && error instanceof Error && error.name === 'ValidationException') throw invalidCursor(error);
    throw error;
  }
}
