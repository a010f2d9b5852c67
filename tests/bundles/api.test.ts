import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Route, type RouteName, routes } from '#functions/api/routes/all-routes.ts';
import { examples } from '../e2e/api/requests.ts';
import type { CalledHandlers, HandlerCall } from '../support/bundles.ts';
import { apiEvent } from './api-event.ts';
import { type BundleRuntime, startBundleRuntime } from './bundle-runtime.ts';

const names = Object.keys(routes) as RouteName[];
const entryOf = (name: RouteName) => `api/${name}` as const;

/** Bundling takes seconds, and many on a busy machine. */
const patience = 180_000;

let lambda: BundleRuntime;
let allowed: CalledHandlers;
let strangers: CalledHandlers;
beforeAll(async () => {
  lambda = await startBundleRuntime(names.map(entryOf));
  const calls: HandlerCall[] = [];
  for (const name of names) {
    const { improvement, id, query = '', body } = examples[name];
    const { role }: Route = routes[name];
    const event = apiEvent(name, {
      ...(improvement ? { id: (await lambda.improvement(improvement)).id } : id === undefined ? {} : { id }),
      query: query.replace('?', ''),
      ...(body ? { body } : {}),
      roles: role === 'anyone' ? [] : [role],
    });
    calls.push({ entry: entryOf(name), event });
  }
  allowed = await lambda.call(calls);
  strangers = await lambda.call(names.map((name) => ({ entry: entryOf(name), event: apiEvent(name, {}) })));
}, patience);
afterAll(() => lambda.stop());

describe.each(names.map((name, i) => ({ name, i })))('the bundle of $name', ({ name, i }) => {
  const { status, role }: Route = routes[name];

  test(`answers ${status} to ${role}`, () => {
    const answer = allowed.answers[i];
    expect(answer).toMatchObject({ value: { statusCode: status } });
  });

  test.runIf(role !== 'anyone')('refuses a caller without a token', () => {
    const { value } = strangers.answers[i] as { value: { statusCode: number; body: string } };
    expect({ status: value.statusCode, ...JSON.parse(value.body) }).toMatchObject({
      status: 401,
      title: 'Unauthenticated',
      code: 'token/missing',
    });
  });
});

test('stages and approvals start the workflow', () => {
  expect(lambda.started).toHaveLength(5);
});

test('each request is counted for CloudWatch, and what it learned', () => {
  const lines = allowed.stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(lines.filter(({ Requests }) => Requests === 1)).toHaveLength(names.length);
  expect(lines).toContainEqual(expect.objectContaining({ FeedbackRecorded: 1, service: 'under-test' }));
  expect(lines).toContainEqual(expect.objectContaining({ MeasurementsRecorded: 3 }));
});

test('a refusal is logged with its request, its route and its code', () => {
  expect(strangers.stdout).toContain('"code":"token/missing"');
  const line = strangers.stdout.split('\n').find((printed) => printed.includes('GET /stats'));
  expect(JSON.parse(line ?? '')).toMatchObject({
    level: 'INFO',
    requestId: 'request-1',
    invocationId: 'invocation-1',
    name: 'Unauthenticated',
  });
});

test('what a person wrote is in no log', async () => {
  const body = { messageId: 'm2', kind: 'comment', model: 'a', taskType: 'b', comment: 'dear diary' };
  const requests = [body, { ...body, kind: 'applause', 'dear diary': 1 }];
  const { stdout, stderr } = await lambda.call(
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
    ['are missing', { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' }],
    ['are to come from a profile', { AWS_PROFILE: 'mine' }],
  ])('that %s are an error that says where they come from', async (_, environment) => {
    const { answers, stderr } = await lambda.call(stats, environment);
    expect(answers).toMatchObject([{ value: { statusCode: 500 } }]);
    expect(stderr).toContain('there are no AWS credentials in the environment');
  });
});
