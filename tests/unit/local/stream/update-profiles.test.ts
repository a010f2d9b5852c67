import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dynamoExperiments } from '#adapters/dynamodb/experiments.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { handler } from '#functions/stream/update-profiles.ts';
import { type Listening, listen } from '#local/processes/listen.ts';
import { startTestDatabase, type TestDatabase } from '../../../support/database.ts';
import { anExperiment } from '../../../support/experiment.ts';

let database: TestDatabase;
let table: Table;
let front: Listening;
/** Of the next requests that contain it, this many fail. */
let failing = { with: '', times: 0 };

/** The real database, behind a server that fails some requests. */
beforeAll(async () => {
  database = await startTestDatabase();
  table = await database.newTable();
  const engine = await table.client.config.endpoint?.();
  const address = `http://${engine?.hostname}:${engine?.port}${engine?.path}`;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (failing.times > 0 && body.includes(failing.with)) {
      failing.times -= 1;
      return response.writeHead(500).end('{"__type":"InternalServerError"}');
    }
    const { host: _host, 'content-length': _length, connection: _connection, ...headers } = request.headers;
    const answer = await fetch(address, { method: 'POST', headers: headers as Record<string, string>, body });
    return response.writeHead(answer.status).end(await answer.text());
  });
  front = await listen(server, 0);
  Object.assign(process.env, {
    TABLE_NAME: table.name,
    AWS_ENDPOINT_URL_DYNAMODB: front.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
});
afterAll(async () => {
  await front.close();
  await database.stop();
});

let id = '';
let runs = 0;
beforeEach(async () => {
  runs += 1;
  id = `experiment-${runs}`;
  await dynamoExperiments(table).start(anExperiment({ id, taskType: `task-${runs}` }), {
    type: 'experiment.started',
    subject: `experiment:${id}`,
    actor: 'user:operator',
    before: null,
    after: null,
    impact: 0,
    reason: 'An operator requested it.',
  });
});

const image = (user: number) => ({
  pk: `USER#${id}-user-${user}`,
  sk: 'FEEDBACK#m',
  kind: 'thumbs-up',
  model: 'gpt',
  taskType: `task-${runs}`,
  timeZone: 'UTC',
  at: 1_780_000_000_000,
  recordedAt: 1_780_000_000_000,
  reward: 1,
  experiment: `${id}:gpt`,
});
const recordOf = (sequence: number, images: Record<string, unknown>) => ({
  dynamodb: { SequenceNumber: `${runs}${String(sequence).padStart(4, '0')}`, ...images },
});
const given = (user: number) => recordOf(user, { NewImage: marshall(image(user)) });
const deleted = (user: number) => recordOf(1_000 + user, { OldImage: marshall(image(user)) });
const liked = async () => (await dynamoExperiments(table).load(id)).ratings[0].liked;
const deliver = (Records: readonly unknown[]) => handler({ Records } as never);

test.each([
  ['an experiment', 'COUNTED#'],
  ['a profile', '"learned"'],
  ['the batch statistics', '"BATCHES"'],
])('each rating counts once when %s could not be written the first time', async (_, part) => {
  const records = [1, 2, 3, 4, 5].map(given);
  failing = { with: part, times: Number.POSITIVE_INFINITY };
  await expect(deliver(records)).rejects.toThrow();
  failing.times = 0;
  // Lambda splits a batch that failed.
  await deliver(records.slice(0, 2));
  await deliver(records.slice(2));
  expect(await liked()).toBe(5);
});

test('deleted feedback is subtracted once', async () => {
  const records = [given(1), given(2), deleted(2)];
  await deliver(records);
  await deliver(records.slice(1));
  expect(await liked()).toBe(1);
});
