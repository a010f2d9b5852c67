import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { metricsBatch, thumbsUp } from './requests.ts';

let system: ApiSystem;
let user: string;
let service: string;
beforeAll(async () => {
  system = await startApiSystem();
  user = await system.tokenOf('user-1');
  service = await system.serviceToken('shop');
});
afterAll(() => system.stop());

/** A valid body with some fields replaced: it gets further than a random one. */
const almost = (body: object) =>
  fc
    .dictionary(
      fc.constantFrom(...Object.keys(body)),
      fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' })),
      {
        maxKeys: 2,
      },
    )
    .map((wrong) => ({ ...body, ...wrong }));

/** The client itself fails the test on a response of 500 or above. */
async function isAnswered(path: string, token: string, body: unknown): Promise<void> {
  const { status } = await system.call('POST', path, { token, body });
  expect([201, 202, 400, 403, 409]).toContain(status);
}

const json = fc.jsonValue().map((value) => JSON.stringify(value));
const runs = { numRuns: 150 };

test('no JSON value sent as feedback causes a server error', async () => {
  const bodies = fc.oneof(json, almost({ ...thumbsUp, comment: 'good', timeZone: 'UTC', tone: 'dry' }));
  await fc.assert(
    fc.asyncProperty(bodies, (body) => isAnswered('/feedback', user, body)),
    runs,
  );
});

test('no JSON value sent as metrics causes a server error', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(json, almost(metricsBatch(1))), (body) =>
      isAnswered('/metrics', service, body),
    ),
    runs,
  );
});

test('no measurement causes a server error', async () => {
  const measurement = fc.record({
    endpoint: fc.string({ unit: 'binary', maxLength: 300 }).map((path) => `GET /${path}`),
    at: fc.double({ min: 0, max: Date.now() }),
    duration: fc.double({ min: 0, max: 3_600_000 }),
    status: fc.integer({ min: 100, max: 599 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(measurement, { maxLength: 5 }), fc.nat(), (measurements, sequence) =>
      isAnswered('/metrics', service, metricsBatch(0, { measurements, sequence })),
    ),
    runs,
  );
});
