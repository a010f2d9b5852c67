import { spawn } from 'node:child_process';
import { lstatSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { documentClient } from '#adapters/dynamodb/client.ts';
import { appendEvent, dynamoEventLog, sha256 } from '#adapters/dynamodb/event-log.ts';
import { folderArtifacts } from '#adapters/folder/folder-artifacts.ts';
import type { EventLink } from '#core/events/learning-event.ts';
import { verifyChain } from '#core/events/verify-chain.ts';
import { backUp, restore } from '#local/data-folder/backup.ts';
import { type DataFolder, openDataFolder } from '#local/data-folder/data-folder.ts';
import { startDatabase } from '#local/database/start-database.ts';
import { openTokens } from '#local/gateway/tokens.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const name = 'learning';
const subject = 'user:ada';

/** The learning table of a data folder, on its own engine. */
async function openTable(folder: DataFolder) {
  const engine = await startDatabase(folder, name);
  const client = new DynamoDBClient({
    endpoint: engine.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  return { table: { client: documentClient(client), name }, stop: () => engine.stop() };
}

async function writeEvents(folder: DataFolder, count: number): Promise<void> {
  const { table, stop } = await openTable(folder);
  let last: EventLink | null = null;
  for (let i = 0; i < count; i += 1) {
    const draft = { type: 'a.b', subject, actor: subject, before: i, after: i + 1, impact: 1, reason: 'why' };
    const { write, lastEvent } = appendEvent(table, last, draft, Date.now());
    await table.client.send(new TransactWriteCommand({ TransactItems: [write] }));
    last = lastEvent;
  }
  await stop();
}

async function readEvents(folder: DataFolder) {
  const { table, stop } = await openTable(folder);
  const { items } = await dynamoEventLog(table).bySubject(subject, { limit: 100 });
  await stop();
  return items;
}

/** A data folder with records, an artifact and a token of its key. */
async function usedFolder() {
  const root = join(temporaryFolder(), 'data');
  const folder = openDataFolder(root);
  await writeEvents(folder, 20);
  await folderArtifacts(pathToFileURL(`${folder.artifacts}/`).href).write('jobs/1/patch.diff', 'the patch');
  const tokens = await openTokens(folder.keys);
  return { root, token: await tokens.issue({ sub: 'ada', roles: ['user'] }, '1h') };
}

test('a backup restores records, artifacts and keys into a new folder, which is open to its owner only', async () => {
  const { root, token } = await usedFolder();
  const [backup, restored] = [join(temporaryFolder(), 'backup'), join(temporaryFolder(), 'restored')];

  backUp(root, backup);
  restore(backup, restored);

  const folder = openDataFolder(restored);
  const events = await readEvents(folder);
  expect(events).toHaveLength(20);
  expect(verifyChain(events, sha256)).toBeNull();
  const artifacts = folderArtifacts(pathToFileURL(`${folder.artifacts}/`).href);
  expect(await artifacts.read('jobs/1/patch.diff')).toBe('the patch');
  expect(await (await openTokens(folder.keys)).verify(`Bearer ${token}`)).toMatchObject({ sub: 'ada' });
  for (const place of [backup, restored]) expect(lstatSync(place).mode & 0o077).toBe(0);
});

test('a backup of a running instance, over something, or of nothing is refused', async () => {
  const { root } = await usedFolder();
  const elsewhere = temporaryFolder();
  writeFileSync(join(elsewhere, 'mine'), '');

  expect(() => backUp(root, elsewhere)).toThrow(`${elsewhere} already exists; name a folder that does not.`);
  expect(() => restore(root, elsewhere)).toThrow(`${elsewhere} already exists`);
  expect(() => backUp(elsewhere, join(elsewhere, 'backup'))).toThrow('is not the data folder of an instance');
  const instance = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000)', 'ironclaw']);
  onTestFinished(() => void instance.kill('SIGKILL'));
  writeFileSync(join(root, 'lock'), String(instance.pid));
  expect(() => backUp(root, join(elsewhere, 'backup'))).toThrow(`process ${instance.pid} already uses`);
  expect(() => restore(root, join(elsewhere, 'restored'))).toThrow(`${root} is in use by an instance`);
  expect(readdirSync(elsewhere)).toEqual(['mine']);
});

test('a damaged backup is refused, and restores nothing', async () => {
  const { root } = await usedFolder();
  const folder = temporaryFolder();
  const backup = join(folder, 'backup');
  backUp(root, backup);
  truncateSync(join(backup, 'learning.db'), 20_000);

  expect(() => restore(backup, join(folder, 'restored'))).toThrow(
    'is missing or damaged; name another backup',
  );

  expect(readdirSync(folder)).toEqual(['backup']);
});
