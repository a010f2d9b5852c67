import { lstatSync, readdirSync } from 'node:fs';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasBubblewrap } from '#local/service/isolation.ts';
import { startIronclaw } from '../support/ironclaw.ts';
import { type ListeningPort, listenersOf } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { makeTicker, upOn } from '../support/ticker.ts';
import { until } from '../support/until.ts';

/*
 * A running instance listens on ports that every program of the machine can reach, and every web page in a browser on
 * it. None may get anything from them, or change anything by them, but through the API with a token.
 */

interface Probe {
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: string;
}

/** What somebody would send who knows our protocols but no secret. */
const attempts: readonly Probe[] = [
  aws('DynamoDB_20120810.ListTables', {}),
  aws('DynamoDB_20120810.Scan', { TableName: 'ironclaw-learning' }),
  aws('AWSStepFunctions.StartExecution', {
    stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:improvement',
    name: 'forged',
    input: '{"improvementId":"x","actor":"user:forged"}',
  }),
  { method: 'GET', path: '/api/v1/learning/improvements', headers: {} },
  { method: 'POST', path: '/api/v1/learning/feedback', headers: {}, body: '{}' },
  { method: 'POST', path: '/fleets/ticker/requests', headers: {}, body: '{}' },
  { method: 'POST', path: '/v1/chat/completions', headers: {}, body: '{}' },
];

function aws(target: string, body: object): Probe {
  const headers = {
    'x-amz-target': target,
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-date': '20260101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  };
  return { method: 'POST', path: '/', headers, body: JSON.stringify(body) };
}

/** What a browser adds for a page of another site, and for one whose name was made to point here. */
const fromPages: readonly OutgoingHttpHeaders[] = [
  { origin: 'https://evil.example', 'content-type': 'text/plain' },
  { host: 'evil.example' },
  { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' },
];

function statusOf({ host, port }: ListeningPort, { method, path, headers, body }: Probe): Promise<number> {
  return new Promise((resolve, reject) => {
    request({ host, port, method, path, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end(body);
  });
}

test('no listener serves a web page, or anyone without a token; no file is open to other users', async () => {
  const folder = temporaryFolder();
  const [repository, data] = [makeTicker(join(folder, 'ticker')), join(folder, 'data')];
  const running = startIronclaw(upOn(repository, data));
  const api = new URL(await running.ready());

  const ours = () => listenersOf(running.pid, data).filter(({ isVersion }) => !isVersion);
  // The API, the proxy, the database's front, the state machine and the control of the fleets.
  const expected = hasBubblewrap() ? 5 : 6;
  // The kernel's list of sockets may lack some while others come and go.
  const listeners = await until('every listener is seen', () => {
    const seen = ours();
    return seen.length >= expected && seen.some(({ port }) => port === Number(api.port)) && seen;
  });
  expect(listeners).toHaveLength(expected);
  const service = await until('the service answers', () => serviceAmong(listeners));

  for (const listener of listeners.filter(({ host }) => host === '127.0.0.1')) {
    for (const headers of fromPages)
      for (const attempt of [...attempts, { method: 'GET', path: '/health', headers: {} }])
        expect(
          await statusOf(listener, { ...attempt, headers: { ...attempt.headers, ...headers } }),
          `${listener.port}: ${JSON.stringify({ ...attempt, ...headers })}`,
        ).toBe(403);
    // The service has its own rules for its users.
    if (listener.port === service.port) continue;
    for (const attempt of attempts)
      expect(await statusOf(listener, attempt), `${listener.port}: ${JSON.stringify(attempt)}`).toBeOneOf([
        401, 403, 404, 409,
      ]);
  }
  expect(openToOthers(data)).toEqual([]);
  await running.end('SIGINT');
});

/** The proxy: the only one that answers the health check of the ticker itself. */
async function serviceAmong(listeners: readonly ListeningPort[]): Promise<ListeningPort | undefined> {
  for (const listener of listeners) {
    const status = await statusOf(listener, { method: 'GET', path: '/health', headers: {} }).catch(
      () => null,
    );
    if (status === 200) return listener;
  }
  return undefined;
}

/** The data folder and what lies in it; what lies deeper is behind these. */
function openToOthers(data: string): string[] {
  const paths = ['', ...readdirSync(data)].map((name) => join(data, name));
  return paths.filter((path) => (lstatSync(path).mode & 0o077) !== 0);
}
