import { createServer } from 'node:http';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { documentClient } from '#adapters/dynamodb/client.ts';
import { freePort } from '#local/processes/free-port.ts';
import { listen } from '#local/processes/listen.ts';

const clientOf = (endpoint: string) =>
  documentClient(
    new DynamoDBClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      maxAttempts: 1,
    }),
  );

const read = (endpoint: string) =>
  clientOf(endpoint).send(new GetCommand({ TableName: 'table', Key: { pk: 'a', sk: 'b' } }));

async function engineThatFails(status: number, type: string): Promise<string> {
  const server = await listen(
    createServer((_, response) => response.writeHead(status).end(JSON.stringify({ __type: type }))),
    0,
  );
  onTestFinished(() => server.close());
  return server.url;
}

test('an unreachable engine is reported as unavailable', async () => {
  await expect(read(`http://127.0.0.1:${await freePort()}`)).rejects.toMatchObject({
    name: 'Unavailable',
    code: 'store/unavailable',
  });
});

test('an internal error of the engine is reported as unavailable', async () => {
  const url = await engineThatFails(500, 'InternalServerError');
  await expect(read(url)).rejects.toMatchObject({ name: 'Unavailable', code: 'store/unavailable' });
});

test('throttling is reported as unavailable', async () => {
  const url = await engineThatFails(400, 'ThrottlingException');
  await expect(read(url)).rejects.toMatchObject({ name: 'Unavailable', code: 'store/unavailable' });
});

test('an invalid request keeps its error', async () => {
  const url = await engineThatFails(400, 'ValidationException');
  await expect(read(url)).rejects.toMatchObject({ name: 'ValidationException' });
});

test('expired credentials are reported as unavailable', async () => {
  const url = await engineThatFails(400, 'ExpiredTokenException');
  await expect(read(url)).rejects.toMatchObject({
    name: 'Unavailable',
    code: 'store/unavailable',
    message: 'the credentials for the records have expired; try again once they are renewed.',
  });
});
