import { rmSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '#adapters/dynamodb/client.ts';
import { createTable } from '#adapters/dynamodb/create-table.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import { startDatabase } from '#local/database/start-database.ts';
import { keptFolder } from './temporary-folder.ts';

/** A real database engine in its own folder. */
export interface TestDatabase {
  /** A new, empty learning table. */
  newTable(): Promise<Table>;
  stop(): Promise<void>;
}

/** Starts one engine; one per test file is enough. */
export async function startTestDatabase(): Promise<TestDatabase> {
  const folder = keptFolder('database');
  const engine = await startDatabase(openDataFolder(folder), 'first');
  const client = new DynamoDBClient({
    endpoint: engine.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  let tables = 0;
  return {
    async newTable() {
      tables += 1;
      const name = `table-${tables}`;
      await createTable(name, client);
      return { client: documentClient(client), name };
    },
    async stop() {
      client.destroy();
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
