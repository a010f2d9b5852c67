import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '#adapters/dynamodb/client.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import type { DataFolder } from '#local/data-folder/data-folder.ts';
import { startDatabase } from '#local/database/start-database.ts';
import { tableName } from '#local/database/table-name.ts';

/** Runs the embedded database of a data folder for as long as `use` takes. */
export async function withTable<Result>(
  folder: DataFolder,
  use: (table: Table) => Promise<Result>,
): Promise<Result> {
  const engine = await startDatabase(folder, tableName);
  const client = new DynamoDBClient({
    endpoint: engine.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    return await use({ client: documentClient(client), name: tableName });
  } finally {
    client.destroy();
    await engine.stop();
  }
}
