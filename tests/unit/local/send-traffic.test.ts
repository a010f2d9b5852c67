import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { listen } from '#local/processes/listen.ts';
import { sendTraffic } from '#local/send-traffic.ts';
import { keepService } from '#local/services/kept-service.ts';
import type { StartedParts } from '#local/start-everything.ts';
import { openStops } from '#local/stops.ts';
import { processesOf } from '../../support/processes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { until } from '../../support/until.ts';

/** A service that was added, which starts only when it may; and what it was asked for. */
async function added() {
  const paths: (string | undefined)[] = [];
  const server = await listen(
    createServer(({ url }, response) => {
      paths.push(url);
      response.end();
    }),
    0,
  );
  onTestFinished(() => server.close());
  const { promise, resolve: release } = Promise.withResolvers<void>();
  const running = { url: server.url, stop: async () => undefined } as never;
  return { service: keepService('shop', () => promise.then(() => running)), paths, release };
}

function partsWith(service: object) {
  const root = temporaryFolder();
  mkdirSync(root, { recursive: true });
  const traffic = join(root, 'requests.jsonl');
  writeFileSync(traffic, '{"at":0,"method":"GET","path":"/prices"}\n');
  const system = { folder: { root, logs: root } };
  const parts = { system, desk: { all: () => [service] }, storefront: null, named: [] } as unknown;
  return { root, traffic, parts: parts as StartedParts };
}

test('the only service that was added gets the requests once it has started', async () => {
  const { service, paths, release } = await added();
  const { root, traffic, parts } = partsWith(service);
  const stops = openStops();

  await sendTraffic({ traffic }, parts, stops);
  expect(paths).toEqual([]);
  release();

  await until('it gets one', () => paths.includes('/prices'));
  await stops.stop();
  expect(processesOf(root)).toEqual([]);
});

test('an end does not wait for a service that does not start', async () => {
  const { service } = await added();
  const { traffic, parts } = partsWith(service);
  const stops = openStops();
  await sendTraffic({ traffic }, parts, stops);

  await stops.stop();

  expect(service.running()).toBeNull();
});
