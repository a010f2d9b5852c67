import { randomInt } from 'node:crypto';
import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './table.ts';
import type { Writes } from './transaction.ts';

/** One counter would be one hot item; this many share the writes. */
const shards = 10;

const keyOf = (shard: number) => ({ pk: `COUNT#FEEDBACK#${shard}`, sk: 'TOTALS' });

/** The write that changes the counts, to be made together with what is counted. */
export function countFeedback(
  TableName: string,
  { messages, users }: { readonly messages: number; readonly users: number },
): Writes[number] {
  return {
    Update: {
      TableName,
      Key: keyOf(randomInt(shards)),
      UpdateExpression: 'ADD messages :messages, people :people',
      ExpressionAttributeValues: { ':messages': messages, ':people': users },
    },
  };
}

/** How many messages have feedback, and from how many users. */
export async function readFeedbackCount({
  client,
  name,
}: Table): Promise<{ messages: number; users: number }> {
  const keys = Array.from({ length: shards }, (_, shard) => keyOf(shard));
  const { Responses } = await client.send(new BatchGetCommand({ RequestItems: { [name]: { Keys: keys } } }));
  const counters = Responses?.[name] ?? [];
  const sum = (field: string) => counters.reduce((total, counter) => total + Number(counter[field] ?? 0), 0);
  return { messages: sum('messages'), users: sum('people') };
}
