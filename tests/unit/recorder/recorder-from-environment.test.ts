import { createServer } from 'node:http';
import { expect, test, vi } from 'vitest';
import { recorderFromEnvironment } from '#recorder/index.ts';
import { openCollector } from './collector.ts';

test('without a URL in the environment nothing is recorded', async () => {
  const recorder = recorderFromEnvironment({ service: 'shop' }, { IRONCLAW_TOKEN: 'secret' });
  const next = vi.fn();
  // Without a request object, a middleware that measures would throw.
  Reflect.apply(recorder.middleware, undefined, [null, null, next]);
  expect(next).toHaveBeenCalledOnce();
  await recorder.close();
});

test('the environment sets the URL, token, version and interval', async () => {
  const collector = await openCollector();
  const recorder = recorderFromEnvironment(
    { service: 'shop', endpointOf: () => 'GET /named' },
    {
      IRONCLAW_URL: collector.url,
      IRONCLAW_TOKEN: 'environment-token',
      IRONCLAW_VERSION: 'abc123',
      IRONCLAW_FLUSH_MS: '20',
    },
  );
  const server = createServer((req, res) => recorder.middleware(req, res, () => void res.end('ok'))).listen(
    0,
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  await (await fetch(`http://127.0.0.1:${address.port}/`)).text();
  const [first] = await collector.batches(1);
  expect(first?.authorization).toBe('Bearer environment-token');
  expect(first?.batch).toMatchObject({ service: 'shop', version: 'abc123' });
  expect(first?.batch.measurements[0]?.endpoint).toBe('GET /named');
  server.close();
  await recorder.close();
  collector.close();
});
