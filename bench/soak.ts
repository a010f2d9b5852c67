import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { documentClient } from '#adapters/dynamodb/client.ts';
import { daysKept } from '#core/retention.ts';
import { day } from '#core/time.ts';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import { startDatabase } from '#local/database/start-database.ts';
import { tableName } from '#local/database/table-name.ts';
import type { BenchmarkTable } from './benchmark-result.ts';
import { simulateDays } from './soak/simulate-days.ts';

const days = 30;
const requests = 100;
/** Five requests a second. */
const realRequests = (5 * day) / 1_000;

/** What the database of one machine holds after each day of a month on a simulated clock. */
export async function measure(): Promise<BenchmarkTable> {
  const root = mkdtempSync(join(tmpdir(), 'soak-'));
  const folder = openDataFolder(root);
  const engine = await startDatabase(folder, tableName);
  const client = new DynamoDBClient({
    endpoint: engine.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    const table = { client: documentClient(client), name: tableName };
    const ends = await simulateDays({ folder, table, begin: Date.UTC(2026, 0, 1), days, requests });
    const rows = ends.flatMap(({ bytes, parts }, i) => {
      const scaled = (bytes * realRequests) / requests;
      return (i + 1) % 5 === 0
        ? [
            [
              String(i + 1),
              String(parts),
              `${(bytes / 1e6).toFixed(2)} MB`,
              `${(scaled / 1e9).toFixed(1)} GB`,
            ],
          ]
        : [];
    });
    return {
      title: `the database of one machine over ${days} simulated days of ${requests} requests`,
      columns: ['after day', 'window parts', 'size', 'scaled to 5 requests a second, at most'],
      rows,
      isWithinLimits: (ends.at(-1)?.parts ?? Infinity) <= requests * (daysKept.windowParts + 1),
    };
  } finally {
    client.destroy();
    await engine.stop();
    rmSync(root, { recursive: true, force: true });
  }
}
