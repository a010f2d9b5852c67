import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { type Gateway, startBareGateway } from '../../../support/gateway.ts';
import { hasPrometheus } from '../../../support/prometheus.ts';
import { until } from '../../../support/until.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startBareGateway();
});
afterAll(() => gateway.close());

const send = (path: string, options?: RequestInit) => fetch(`${gateway.url}${path}`, options);
const page = async () => (await send('/metrics')).text();

/** Number of counted requests by their labels as text. */
async function counts(): Promise<Readonly<Record<string, number>>> {
  const lines = (await page()).matchAll(/^http_request_duration_seconds_count\{(.*)\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, labels, count]) => [labels, Number(count)]));
}

const unknown = 'method="GET",route="none",code="404"';

test('every process on this machine can read it, in the text format of Prometheus', async () => {
  const response = await send('/metrics');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(await response.text()).toContain('# TYPE http_request_duration_seconds histogram\n');
});

test('a request is counted by its method, the template of its route, and the status', async () => {
  await send(`${basePath}/health?quick=yes`);
  await send(`${basePath}/improvements/a-secret/approve`, { method: 'POST' });
  expect(await counts()).toMatchObject({
    [`method="GET",route="${basePath}/health",code="200"`]: 1,
    [`method="POST",route="${basePath}/improvements/{id}/approve",code="401"`]: 1,
  });
  expect(await page()).not.toContain('a-secret');
});

test('durations fall into buckets from 1 ms to 10 s', async () => {
  await send(`${basePath}/health`);
  const bounds = [...(await page()).matchAll(/_bucket\{le="([^"]+)",method="GET",route="[^"]+health"/g)];
  expect(bounds.map(([, bound]) => bound)).toEqual(
    '0.001 0.0025 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10 +Inf'.split(' '),
  );
});

test('a thousand paths without a route are one series', async () => {
  await send('/first');
  const before = await counts();
  const paths = Array.from({ length: 1_000 }, (_, i) => `${i % 2 ? basePath : ''}/nothing/${i}`);
  for (const path of paths) await (await send(path)).text();
  const after = await counts();
  expect(Object.keys(after)).toEqual(Object.keys(before));
  expect((after[unknown] ?? 0) - (before[unknown] ?? 0)).toBe(1_000);
});

test('a method that the path does not allow is no route either', async () => {
  await send(`${basePath}/health`, { method: 'DELETE' });
  expect(await counts()).toMatchObject({ 'method="DELETE",route="none",code="404"': 1 });
});

test('a scrape does not count as a request', async () => {
  await page();
  expect(JSON.stringify(await counts())).not.toContain('metrics');
});

test('a caller that disconnects before the response is counted as such, and not as a server error', async () => {
  const head = [
    `POST ${basePath}/feedback HTTP/1.1`,
    'Host: localhost',
    'Content-Length: 9',
    // The server responds at once, so that we know when the head has arrived.
    'Expect: 100-continue',
    `Authorization: ${await gateway.authorization('user')}`,
  ];
  const socket = connect(gateway.port, '127.0.0.1');
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  await once(socket, 'data');
  socket.destroy();
  const ofFeedback = async () =>
    Object.entries(await counts()).filter(([labels]) => labels.includes(`${basePath}/feedback"`));
  await until('it is counted', async () => (await ofFeedback()).length > 0);
  expect(await ofFeedback()).toEqual([[`method="POST",route="${basePath}/feedback",code="499"`, 1]]);
});

test.skipIf(!hasPrometheus)('promtool accepts it (needs Prometheus installed)', async () => {
  const input = await page();
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
  expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
});
