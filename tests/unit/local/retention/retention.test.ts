import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, onTestFinished, test } from 'vitest';
import { documentClient } from '#adapters/dynamodb/client.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { daysKept } from '#core/retention.ts';
import { day, hour, second } from '#core/time.ts';
import { type DataFolder, openDataFolder } from '#local/data-folder/data-folder.ts';
import { startDatabase } from '#local/database/start-database.ts';
import { tableName } from '#local/database/table-name.ts';
import { prune } from '#local/retention/prune.ts';
import { removeExpiredAside } from '#local/retention/remove-expired-aside.ts';
import { simulateDays } from '../../../../bench/soak/simulate-days.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const now = Date.now();
const expire = (folder: DataFolder, serving: readonly string[] = [], at = now) =>
  removeExpiredAside({ folder, table: tableName, serving, now: at });

async function database(folder: DataFolder): Promise<{ readonly table: Table; stop(): Promise<void> }> {
  const engine = await startDatabase(folder, tableName);
  const client = new DynamoDBClient({
    endpoint: engine.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  let isRunning = true;
  const stop = async () => {
    if (!isRunning) return;
    isRunning = false;
    client.destroy();
    await engine.stop();
  };
  onTestFinished(stop);
  return { table: { client: documentClient(client), name: tableName }, stop };
}

function write(path: string, text: string, age = 0): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  utimesSync(path, (now - age) / second, (now - age) / second);
}

describe('what has expired is removed while the system runs', () => {
  test('from the database, which no longer has the items', async () => {
    const folder = openDataFolder(temporaryFolder());
    const { table } = await database(folder);
    const put = (sk: string, fields: object) =>
      table.client.send(new PutCommand({ TableName: table.name, Item: { pk: 'a', sk, ...fields } }));
    const seconds = Math.floor(now / second);
    for (let i = 0; i < 30; i += 1) await put(`old ${i}`, { expiresAt: seconds - i });
    await put('kept', { expiresAt: seconds + 60 });
    await put('for good', {});
    await expire(folder);
    const find = async (sk: string) =>
      (await table.client.send(new GetCommand({ TableName: table.name, Key: { pk: 'a', sk } }))).Item;
    expect([await find('old 0'), await find('old 29')]).toEqual([undefined, undefined]);
    expect([await find('kept'), await find('for good')]).toMatchObject([{ sk: 'kept' }, { sk: 'for good' }]);
  });

  test('from the artifacts, by the rules of the bucket', async () => {
    const folder = openDataFolder(temporaryFolder());
    const old = (daysKept.jobs + 1) * day;
    write(join(folder.artifacts, 'jobs/verify/old/1-1/job.json'), '{}', old);
    write(join(folder.artifacts, 'jobs/verify/new/1-1/job.json'), '{}', day);
    write(join(folder.artifacts, 'other/kept.json'), '{}', old);
    await expire(folder);
    expect(readdirSync(join(folder.artifacts, 'jobs/verify'))).toEqual(['new']);
    expect(existsSync(join(folder.artifacts, 'other/kept.json'))).toBe(true);
  });

  test('from the logs, of which a long one keeps its end', async () => {
    const folder = openDataFolder(temporaryFolder());
    write(join(folder.logs, 'old.log'), 'x', (daysKept.logs + 1) * day);
    const long = join(folder.logs, 'long.log');
    writeFileSync(long, 'a line of some length\n'.repeat(600_000));
    await expire(folder);
    appendFileSync(long, 'the last\n');
    expect(readdirSync(folder.logs)).toEqual(['long.log']);
    expect(statSync(long).size).toBeLessThan(1_100_000);
    expect(readFileSync(long, 'utf8')).toMatch(/^a line of some length\n[\s\S]*\nthe last\n$/);
  });

  test('from the versions: the trees of all but the serving, the newest three, and one that is being written', async () => {
    const folder = openDataFolder(temporaryFolder());
    const versions = join(folder.versions, 'shop');
    for (const name of ['a1', 'b2', 'c3', 'd4', 'e5', 'f6']) {
      write(join(versions, name, 'server.ts'), '');
      if (name !== 'c3') write(join(versions, `${name}.finished`), '');
      await new Promise((done) => setTimeout(done, 20));
    }
    await expire(folder, ['a1']);
    const kept = ['a1', 'd4', 'e5', 'f6'].flatMap((name) => [name, `${name}.finished`]);
    expect(readdirSync(versions).toSorted()).toEqual([...kept, 'c3'].toSorted());
    await expire(folder, ['a1'], Date.now() + 2 * hour);
    expect(readdirSync(versions).toSorted()).toEqual(kept);
  });
});

describe('ironclaw prune', () => {
  test('gives the space of what has expired back to the disk', async () => {
    const folder = openDataFolder(temporaryFolder());
    const { table, stop } = await database(folder);
    const Item = { pk: 'a', text: 'x'.repeat(30_000), expiresAt: Math.floor(now / second) - 1 };
    for (let i = 0; i < 60; i += 1)
      await table.client.send(new PutCommand({ TableName: table.name, Item: { ...Item, sk: String(i) } }));
    await stop();
    write(folder.keys, '{}');
    // The engine keeps changes until the stream's reader has processed them.
    const [{ before, after } = { before: 0, after: 0 }] = prune(folder.root, now);
    expect(before - after).toBeGreaterThan(1_500_000);
    expect(existsSync(folder.lock)).toBe(false);
  });

  test('refuses a folder that is in use, and one that does not exist', () => {
    const folder = openDataFolder(temporaryFolder());
    expect(() => prune(join(folder.root, 'none'), now)).toThrow(
      expect.objectContaining({ code: 'data-folder/none' }),
    );
    write(folder.keys, '{}');
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)', 'ironclaw']);
    onTestFinished(() => void holder.kill('SIGKILL'));
    writeFileSync(folder.lock, String(holder.pid));
    expect(() => prune(folder.root, now)).toThrow(expect.objectContaining({ code: 'data-folder/in-use' }));
  });
});

test('a database holds the measurements of as many days as they are kept, and no more', async () => {
  const folder = openDataFolder(temporaryFolder());
  const { table } = await database(folder);
  const begin = Date.UTC(2026, 0, 1);
  const ends = await simulateDays({ folder, table, begin, days: daysKept.windowParts + 3, requests: 6 });
  // The first of each day expires at the very end of its last one.
  const most = 6 * daysKept.windowParts - 1;
  expect(ends[daysKept.windowParts - 1]?.parts).toBe(most);
  expect(ends.at(-1)?.parts).toBe(most);
}, 120_000);
