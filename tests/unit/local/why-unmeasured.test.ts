import { expect, test } from 'vitest';
import type { Manifest } from '#core/service/manifest.ts';
import type { ServiceRepository } from '#local/service/repository.ts';
import { whyUnmeasured } from '#local/why-unmeasured.ts';
import { measured, partsWith } from '../core/performance/batches.ts';

const url = 'http://127.0.0.1:3101';
const repository = { manifest: { name: 'shop' } as Manifest } as ServiceRepository;

/** What is said of a service that got so many requests, if this is what was measured of it. */
const saidOf = (requests: number, durations: readonly number[]) =>
  whyUnmeasured(
    { repository, url, since: 0, requests: () => requests },
    {
      partsBetween: async () => partsWith({ measurements: measured('GET /health', Date.now(), durations) }),
    },
  );

test('a service whose requests were measured needs no explanation', async () => {
  expect(await saidOf(3, [10, 20])).toBeNull();
});

test('its own health checks are no requests', async () => {
  expect(await saidOf(0, [10, 20])).toBe(
    'no request came to http://127.0.0.1:3101; send requests there, or play a file of them with --traffic',
  );
});

test('requests that nobody measured are told apart from none', async () => {
  expect(await saidOf(7, [])).toBe('none of the 7 requests to it was measured; its log may say why');
});
