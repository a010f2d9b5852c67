import {
  CreateTableCommand,
  DescribeTableCommand,
  ResourceInUseException,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { dynamoClient } from './client.ts';
import { tableDefinition } from './table.ts';

/**
 * Creates the learning table if it does not exist, and its stream if an older table has none. For one machine and for
 * tests; on AWS, the stack creates the table.
 */
export async function createTable(name: string, client = dynamoClient()): Promise<void> {
  try {
    await client.send(new CreateTableCommand({ TableName: name, ...tableDefinition }));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    if (Table?.LatestStreamArn) return;
    const { StreamSpecification } = tableDefinition;
    await client.send(new UpdateTableCommand({ TableName: name, StreamSpecification }));
  }
}
