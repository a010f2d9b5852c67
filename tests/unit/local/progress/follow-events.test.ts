import { createServer } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { documentClient } from '#adapters/dynamodb/client.ts';
import { appendEvent } from '#adapters/dynamodb/event-log.ts';
import type { LearningEvent } from '#core/events/learning-event.ts';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import { startDatabase } from '#local/database/start-database.ts';
import { listen } from '#local/processes/listen.ts';
import { followEvents } from '#local/progress/follow-events.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { until } from '../../../support/until.ts';

test('the printed progress survives a database that does not answer for a while, and misses nothing', async () => {
  const name = 'followed';
  const database = await startDatabase(openDataFolder(temporaryFolder()), name);
  onTestFinished(() => database.stop());
  let isAway = false;
  let refused = 0;
  // In front of the real engine, because an address cannot be taken from clients that know it.
  const door = createServer(async (request, response) => {
    if (isAway) {
      refused += 1;
      return void response.writeHead(503).end('{"__type":"ServiceUnavailable"}');
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _, ...headers } = request.headers as Record<string, string>;
    const answer = await fetch(database.url, { method: 'POST', headers, body: Buffer.concat(chunks) });
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  const { url, close } = await listen(door, 0);
  onTestFinished(close);
  Object.assign(process.env, {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: url,
    TABLE_NAME: name,
  });
  const client = documentClient(new DynamoDBClient({ endpoint: database.url }));
  const record = (type: string) => {
    const draft = {
      type,
      subject: `user:${type}`,
      actor: 'system:test',
      before: null,
      after: null,
      impact: 0,
    };
    const { write } = appendEvent({ client, name }, null, { ...draft, reason: 'a test' }, Date.now());
    return client.send(new TransactWriteCommand({ TransactItems: [write] }));
  };

  const seen: string[] = [];
  let failures = 1;
  const end = followEvents(Date.now() - 1_000, async ({ type }: LearningEvent) => {
    failures -= 1;
    if (failures >= 0) throw new Error('the terminal was closed');
    seen.push(type);
  });
  await record('one');
  await until('the first event is printed', () => seen.length === 1);
  isAway = true;
  await until('the database has refused', () => refused > 3);
  await record('two');
  isAway = false;

  await until('the second event is printed', () => seen.length === 2, { patience: 30_000 });
  await end();
  expect(seen).toEqual(['one', 'two']);
});
