import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { documentClient } from '#adapters/dynamodb/client.ts';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import { forgetChanges } from '#local/database/forget-changes.ts';
import { type Database, startDatabase } from '#local/database/start-database.ts';
import { followStream } from '#local/stream/follow-stream.ts';
import { openStreamReader } from '#local/stream/stream-reader.ts';
import { keptFolder } from '../../../support/temporary-folder.ts';
import { until } from '../../../support/until.ts';

const root = keptFolder('stream');
const folder = openDataFolder(root);
const TableName = 'streamed';
let database: Database;
let client: ReturnType<typeof documentClient>;
beforeAll(async () => {
  database = await startDatabase(folder, TableName);
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: database.url,
    AWS_ENDPOINT_URL_DYNAMODB_STREAMS: database.url,
  });
  client = documentClient(new DynamoDBClient({}));
});
afterAll(async () => {
  await database.stop();
  rmSync(root, { recursive: true, force: true });
});

const put = (sk: string) => client.send(new PutCommand({ TableName, Item: { pk: 'a', sk } }));
const namesOf = (records: readonly unknown[]) =>
  (records as { dynamodb: { Keys: { sk: { S: string } } } }[]).map(({ dynamodb }) => dynamodb.Keys.sk.S);

/** Follows until something has been delivered that was to come. */
async function followed(position: string, last: string, deliver?: (names: readonly string[]) => void) {
  const delivered: string[] = [];
  const reader = await openStreamReader(TableName, join(root, position));
  const stream = followStream({
    reader,
    async deliver({ Records }) {
      const names = namesOf(Records);
      deliver?.(names);
      delivered.push(...names);
    },
  });
  await until(`${last} is delivered`, () => delivered.includes(last));
  await stream.stop();
  return delivered;
}

describe("a table's stream", () => {
  test('is delivered in its order, and a later start goes on where the one before was', async () => {
    await put('one');
    await put('two');
    expect(await followed('first', 'two')).toEqual(['one', 'two']);
    await put('three');
    expect(await followed('first', 'three')).toEqual(['three']);
  });

  test('comes again as the same batch, though more has come since', async () => {
    const reader = await openStreamReader(TableName, join(root, 'grown'));
    const batch = await reader.read();
    await put('three and a half');
    expect(await reader.read()).toEqual(batch);
    batch?.done();
    expect(namesOf((await reader.read())?.records ?? [])).toEqual(['three and a half']);
    reader.close();
  });

  test('comes again from where it failed', async () => {
    await put('four');
    let failures = 0;
    const delivered = await followed('second', 'four', () => {
      failures += 1;
      if (failures < 3) throw new Error('not now');
    });
    expect(failures).toBe(3);
    expect(delivered).toEqual(['one', 'two', 'three', 'three and a half', 'four']);
  });

  test('is forgotten up to where it was delivered, and goes on with its numbers', async () => {
    const reader = await openStreamReader(TableName, join(root, 'third'));
    const before = await reader.read();
    before?.done();
    const last = reader.processedUntil() ?? '';
    forgetChanges(folder.database, last);
    const fresh = await openStreamReader(TableName, join(root, 'fourth'));
    // The very last is kept: its number is where the next continues.
    expect(namesOf((await fresh.read())?.records ?? [])).toEqual(['four']);

    await put('five');
    const after = await reader.read();
    expect(namesOf(after?.records ?? [])).toEqual(['five']);
    expect(Number(after?.records[0]?.dynamodb?.SequenceNumber)).toBe(Number(last) + 1);
    reader.close();
    fresh.close();
  });

  test('is forgotten while others write, without their noticing', async () => {
    const reader = await openStreamReader(TableName, join(root, 'fifth'));
    let written = 0;
    const writing = (async () => {
      for (; written < 200; written += 1) await put(`more-${written}`);
    })();
    const seen = new Set<string>();
    while (seen.size < 200) {
      const batch = await reader.read();
      for (const name of namesOf(batch?.records ?? [])) if (name.startsWith('more-')) seen.add(name);
      batch?.done();
      const done = reader.processedUntil();
      if (done !== null) forgetOrLeave(done);
    }
    await writing;
    reader.close();
    expect(seen.size).toBe(200);
  });
});

/** Where the file is locked, it is left for the next time. */
function forgetOrLeave(upTo: string): void {
  try {
    forgetChanges(folder.database, upTo);
  } catch (error) {
    expect(error).toMatchObject({ message: 'database is locked' });
  }
}

test('there is nothing to forget of an engine that is not ours', () => {
  expect(() => forgetChanges(join(root, 'no-such-file'), '7')).not.toThrow();
});
