import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { sendBatch } from '#local/import/send-batch.ts';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** An API that responds with one status after the other. */
async function apiWith(...statuses: readonly number[]) {
  const left = [...statuses];
  const server = createServer((_request, response) => {
    const status = left.shift() ?? 200;
    response.writeHead(status).end(JSON.stringify(status === 200 ? { results: [] } : { detail: 'later.' }));
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  closers.push(() => server.close());
  return { api: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, token: 't' };
}

test('an API that is busy or away for a moment is asked again', async () => {
  expect(await sendBatch(await apiWith(429, 503, 200), [], [0, 0])).toEqual([]);
});

test('after the last attempt, the reason is told', async () => {
  await expect(sendBatch(await apiWith(503, 503), [], [0])).rejects.toMatchObject({ code: 'api/busy' });
});

test('what the API refuses is not sent again', async () => {
  await expect(sendBatch(await apiWith(403), [], [0])).rejects.toMatchObject({ code: 'api/refused' });
});
