import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './table.ts';

/** Resolves if the table can be read: a record that does not exist is enough. */
export async function reachTable({ client, name: TableName }: Table): Promise<void> {
  await client.send(new GetCommand({ TableName, Key: { pk: 'SERVICE#', sk: 'RECORD' } }));
}
