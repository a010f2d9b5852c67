import { CreateTableCommand, DynamoDBClient, ResourceInUseException } from '@aws-sdk/client-dynamodb';
import { tableDefinition } from './table.ts';

/** Creates the learning table where it does not exist yet: on one machine, and in tests. On AWS the stack does it. */
export async function createTable(name: string, client = new DynamoDBClient({})): Promise<void> {
  try {
    await client.send(new CreateTableCommand({ TableName: name, ...tableDefinition }));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}
