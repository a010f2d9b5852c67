import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectProblem } from '../../support/api-client.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { metricsBatch } from './requests.ts';

let system: ApiSystem;
let token: string;
beforeAll(async () => {
  system = await startApiSystem();
  token = await system.serviceToken('shop');
});
afterAll(() => system.stop());

const measure = (body: unknown) => system.call('POST', '/metrics', { token, body });

const tenMinutes = 600_000;

describe('metrics', () => {
  const [measurement] = metricsBatch(1).measurements;

  test.each<[string, object]>([
    ['an invalid endpoint', { endpoint: 'the prices' }],
    ['an endpoint with an invalid path', { endpoint: 'GET /prices#v2' }],
    ['a negative duration', { duration: -1 }],
    ['a duration of hours', { duration: 4_000_000 }],
    ['an unknown status', { status: 700 }],
    ['a time before 1970', { at: -1 }],
    ['an additional field', { user: 'user-1' }],
  ])('with %s are refused', async (_, fields) => {
    const body = metricsBatch(0, { measurements: [{ ...measurement, ...fields }] });
    expectProblem(await measure(body), 400, 'request/invalid-body');
  });

  test.each<[string, object]>([
    ['more measurements than a batch may have', metricsBatch(5_001)],
    ['no service', metricsBatch(1, { service: undefined })],
    ['a version that is invalid in a key', metricsBatch(1, { version: '版本'.repeat(30) })],
    ['memory that is not a number of bytes', metricsBatch(1, { memory: { rss: 0.5, heapUsed: 0 } })],
    ['a sequence that is too large', metricsBatch(1, { sequence: 1e21 })],
  ])('with %s are refused', async (_, body) => {
    expectProblem(await measure(body), 400, 'request/invalid-body');
  });

  test('of the future are refused', async () => {
    const body = metricsBatch(0, { measurements: [{ ...measurement, at: Date.now() + tenMinutes }] });
    expectProblem(await measure(body), 400, 'metrics/future-timestamp');
  });

  test('of another service are refused', async () => {
    expectProblem(await measure(metricsBatch(1, { service: 'bank' })), 403, 'metrics/other-service');
  });

  test('with a token that is for no service are refused', async () => {
    const nobody = await system.tokens.issue({ sub: 'nobody', roles: ['service'] }, '1m');
    const answer = await system.call('POST', '/metrics', { token: nobody, body: metricsBatch(1) });
    expectProblem(answer, 403, 'metrics/other-service');
  });

  test('of durations too small to store are accepted', async () => {
    const measurements = [5e-324, 1e-200, 1e-9].map((duration) => ({ ...measurement, duration }));
    expect((await measure(metricsBatch(0, { sequence: 900, measurements }))).status).toBe(202);
  });
});
