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

/** Follows the stream until the record `last` has been delivered. */
async function deliveredUntil(position: string, last: string, deliver?: (names: readonly string[]) => void) {
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
  test('is delivered in order, and a later reader continues where the earlier one stopped', async () => {
    await put('one');
    await put('two');
    expect(await deliveredUntil('first', 'two')).toEqual(['one', 'two']);
    await put('three');
    expect(await deliveredUntil('first', 'three')).toEqual(['three']);
  });

  test('delivers a pending batch again unchanged, even if more records have arrived', async () => {
    const reader = await openStreamReader(TableName, join(root, 'grown'));
    const batch = await reader.read();
    await put('three and a half');
    expect(await reader.read()).toEqual(batch);
    batch?.markProcessed();
    expect(namesOf((await reader.read())?.records ?? [])).toEqual(['three and a half']);
    reader.close();
  });

  test('is delivered again from the batch that failed', async () => {
    await put('four');
    let failures = 0;
    const delivered = await deliveredUntil('second', 'four', () => {
      failures += 1;
      if (failures < 3) throw new Error('not now');
    });
    expect(failures).toBe(3);
    expect(delivered).toEqual(['one', 'two', 'three', 'three and a half', 'four']);
  });

  test('is deleted up to the last delivered record, and its sequence numbers continue', async () => {
    const reader = await openStreamReader(TableName, join(root, 'third'));
    const before = await reader.read();
    before?.markProcessed();
    const last = reader.processedUntil() ?? '';
    forgetChanges(folder.database, last);
    const newReader = await openStreamReader(TableName, join(root, 'fourth'));
    // The last record is kept: the next sequence number continues from it.
    expect(namesOf((await newReader.read())?.records ?? [])).toEqual(['four']);

    await put('five');
    const after = await reader.read();
    expect(namesOf(after?.records ?? [])).toEqual(['five']);
    expect(Number(after?.records[0]?.dynamodb?.SequenceNumber)).toBe(Number(last) + 1);
    reader.close();
    newReader.close();
  });

  test('can be deleted while other clients write, without loss', async () => {
    const reader = await openStreamReader(TableName, join(root, 'fifth'));
    let written = 0;
    const writing = (async () => {
      for (; written < 200; written += 1) await put(`more-${written}`);
    })();
    const seen = new Set<string>();
    while (seen.size < 200) {
      const batch = await reader.read();
      for (const name of namesOf(batch?.records ?? [])) if (name.startsWith('more-')) seen.add(name);
      batch?.markProcessed();
      const done = reader.processedUntil();
      if (done !== null) forgetUnlessLocked(done);
    }
    await writing;
    reader.close();
    expect(seen.size).toBe(200);
  });
});

/** If the file is locked, the records are deleted next time. */
function forgetUnlessLocked(upTo: string): void {
  try {
    forgetChanges(folder.database, upTo);
  } catch (error) {
    expect(error).toMatchObject({ message: 'database is locked' });
  }
}

test('deleting from a missing database file does nothing', () => {
  expect(() => forgetChanges(join(root, 'no-such-file'), '7')).not.toThrow();
});
