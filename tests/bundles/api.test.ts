import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { minute } from '#core/time.ts';
import { type Route, type RouteName, routes } from '#functions/api/routes/all-routes.ts';
import { examples } from '../e2e/api/requests.ts';
import type { HandlerCall, HandlerCalls } from '../support/bundles.ts';
import { apiEvent } from './api-event.ts';
import { type BundleRuntime, startBundleRuntime } from './bundle-runtime.ts';

const names = Object.keys(routes) as RouteName[];
const entryOf = (name: RouteName) => `api/${name}` as const;

/** Bundling takes seconds, and much longer on a busy machine. */
const bundlingTimeout = 3 * minute;

let runtime: BundleRuntime;
let authorized: HandlerCalls;
let unauthenticated: HandlerCalls;
beforeAll(async () => {
  runtime = await startBundleRuntime(names.map(entryOf));
  const calls: HandlerCall[] = [];
  for (const name of names) {
    const { improvement, id, query = '', body } = examples[name];
    const { role }: Route = routes[name];
    const event = apiEvent(name, {
      ...(improvement ? { id: (await runtime.improvement(improvement)).id } : id === undefined ? {} : { id }),
      query: query.replace('?', ''),
      ...(body ? { body } : {}),
      roles: role === 'anyone' ? [] : [role],
    });
    calls.push({ entry: entryOf(name), event });
  }
  authorized = await runtime.call(calls);
  unauthenticated = await runtime.call(
    names.map((name) => ({ entry: entryOf(name), event: apiEvent(name, {}) })),
  );
}, bundlingTimeout);
afterAll(() => runtime.stop());

describe.each(names.map((name, i) => ({ name, i })))('the bundle of $name', ({ name, i }) => {
  const { status, role }: Route = routes[name];

  test(`responds ${status} to ${role}`, () => {
    const result = authorized.results[i];
    expect(result).toMatchObject({ value: { statusCode: status } });
  });

  test.runIf(role !== 'anyone')('refuses a caller without a token', () => {
    const { value } = unauthenticated.results[i] as { value: { statusCode: number; body: string } };
    // The route for telemetry answers in its protocol's codes: 16 is `UNAUTHENTICATED`.
    const refusal =
      name === 'record-telemetry' ? { code: 16 } : { title: 'Unauthenticated', code: 'token/missing' };
    expect({ status: value.statusCode, ...JSON.parse(value.body) }).toMatchObject({
      status: 401,
      ...refusal,
    });
  });
});

test('the routes of stages and approvals start the state machine', () => {
  expect(runtime.started).toHaveLength(5);
});

test('each request emits CloudWatch metrics of requests, feedback and measurements', () => {
  const lines = authorized.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(lines.filter(({ Requests }) => Requests === 1)).toHaveLength(names.length);
  expect(lines).toContainEqual(expect.objectContaining({ FeedbackRecorded: 1, service: 'under-test' }));
  expect(lines).toContainEqual(expect.objectContaining({ MeasurementsRecorded: 3 }));
});

test('a rejected request is logged with its ID, its route and its error code', () => {
  expect(unauthenticated.stdout).toContain('"code":"token/missing"');
  const line = unauthenticated.stdout.split('\n').find((text) => text.includes('GET /stats'));
  expect(JSON.parse(line ?? '')).toMatchObject({
    level: 'INFO',
    requestId: 'request-1',
    invocationId: 'invocation-1',
    name: 'Unauthenticated',
  });
});

test('no log contains text that a person wrote', async () => {
  const body = { messageId: 'm2', kind: 'comment', model: 'a', taskType: 'b', comment: 'dear diary' };
  const requests = [body, { ...body, kind: 'applause', 'dear diary': 1 }];
  const { stdout, stderr } = await runtime.call(
    requests.map((request) => ({
      entry: 'api/submit-feedback',
      event: apiEvent('submit-feedback', { body: request, roles: ['user'] }),
    })),
    { POWERTOOLS_LOG_LEVEL: 'DEBUG' },
  );
  expect(stdout).toContain('request/invalid-body');
  expect(stdout + stderr).not.toContain('dear diary');
});

describe('credentials', () => {
  const stats = [{ entry: 'api/get-stats', event: apiEvent('get-stats', { roles: ['viewer'] }) }] as const;

  test.each([
    ['missing', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }],
    ['expected from a profile', { AWS_PROFILE: 'mine' }],
  ])('that are %s cause an error that says how to provide them', async (_, environment) => {
    const { results, stderr } = await runtime.call(stats, environment);
    expect(results).toMatchObject([{ value: { statusCode: 500 } }]);
    expect(stderr).toContain('there are no AWS credentials in the environment');
  });
});
