import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import type * as z from 'zod/mini';
import type { FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { createPreferences, type Feedback, type PreferencesOptions } from '#recorder/index.ts';
import { until } from '../../../support/until.ts';
import { openServer } from './assistant-server.ts';

const request = {
  taskType: 'code',
  models: ['favorite', 'other'] as [string, string],
  token: 'token-of-ada',
};
const fallback = { model: 'favorite', propensity: 1, explored: false, basis: 'fallback' };
const liked: Feedback = {
  token: 'token-of-ada',
  messageId: 'm1',
  kind: 'thumbs-up',
  model: 'other',
  taskType: 'code',
};

const open: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const resource of open.splice(0)) await resource.close();
});

type Respond = Parameters<typeof openServer>[0];
async function openClient(respond: Respond, options: Partial<PreferencesOptions> = {}) {
  const server = await openServer(respond);
  const preferences = createPreferences({ url: server.url, timeout: 1_000, ...options });
  open.push(server, preferences);
  return { server, preferences };
}
const respondWith =
  (status: number, body: unknown): Respond =>
  (response) =>
    void response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));

describe('a recommendation', () => {
  it("comes from the API, for the token's user", async () => {
    const recommendation = { model: 'other', propensity: 0.95, explored: true, basis: 'own' };
    const { server, preferences } = await openClient(
      respondWith(200, { ...recommendation, taskType: 'code' }),
    );
    expect(await preferences.recommend(request)).toEqual(recommendation);
    const [received] = server.received;
    expect(received?.authorization).toBe('Bearer token-of-ada');
    expect(received?.url.pathname).toBe('/api/v1/learning/preferences/recommendation');
    expect(Object.fromEntries(received?.url.searchParams ?? [])).toEqual({
      taskType: 'code',
      models: 'favorite,other',
    });
  });

  it.each([
    ['a server error', 503, {}],
    ['a rejection', 401, {}],
    ['not JSON', 200, '<html>'],
    ['JSON that is not an object', 200, 'null'],
    ['a model that was not offered', 200, { model: 'retired', propensity: 1 }],
    ['an impossible propensity', 200, { model: 'other', propensity: 0 }],
    ['without a propensity', 200, { model: 'other' }],
  ])('falls back to the favorite if the response is %s', async (_, status, body) => {
    const { preferences } = await openClient(respondWith(status, body));
    expect(await preferences.recommend(request)).toEqual(fallback);
  });

  it('falls back to the favorite after the timeout', async () => {
    const { preferences } = await openClient(() => undefined, { timeout: 50 });
    const begun = performance.now();
    expect(await preferences.recommend(request)).toEqual(fallback);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('is not requested for a while after repeated failures', async () => {
    const { server, preferences } = await openClient(respondWith(503, {}));
    for (let i = 0; i < 10; i += 1) expect(await preferences.recommend(request)).toEqual(fallback);
    expect(server.received).toHaveLength(3);
  });

  it('is the favorite if the API is unreachable or the URL is invalid', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    for (const url of ['http://127.0.0.1:1', 'ftp://host', 'nonsense', ''])
      expect(await createPreferences({ url }).recommend(request)).toEqual(fallback);
    vi.restoreAllMocks();
  });
});

describe('feedback', () => {
  it("is sent with its user's token and the time at which it was given", async () => {
    const { server, preferences } = await openClient(respondWith(201, {}));
    const before = Date.now();
    preferences.feedback(liked);
    await until('it has arrived', async () => server.received.length === 1);
    const { token, ...sent } = liked;
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      authorization: `Bearer ${token}`,
      body: sent,
    });
    const body = server.received[0]?.body as { at: number } | undefined;
    expect(body?.at).toBeGreaterThanOrEqual(before);
    expect(JSON.stringify(body)).not.toContain(token);
  });

  it('is sent again, in order, if it was not accepted', async () => {
    const { server, preferences } = await openClient(
      (response, _, nth) => void response.writeHead(nth === 1 ? 503 : 201).end('{}'),
    );
    preferences.feedback(liked);
    preferences.feedback({ ...liked, messageId: 'm2' });
    await until('all has arrived', async () => server.received.length === 3);
    const ids = server.received.map(({ body }) => (body as { messageId: string }).messageId);
    expect(ids).toEqual(['m1', 'm1', 'm2']);
  });

  it('that is rejected causes a warning, and blocks nothing', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { server, preferences } = await openClient(
      (response, _, nth) => void response.writeHead(nth === 1 ? 400 : 201).end('{}'),
    );
    preferences.feedback(liked);
    preferences.feedback({ ...liked, messageId: 'm2' });
    await until('both have arrived', async () => server.received.length === 2);
    expect(warned.mock.calls.map(([problem]) => problem)).toEqual([
      'Feedback on message m1 was rejected: the API responded with 400.',
    ]);
    vi.restoreAllMocks();
  });

  it('drops the oldest with a warning when the outbox is full', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { server, preferences } = await openClient(respondWith(503, {}), { capacity: 2 });
    for (const messageId of ['m1', 'm2', 'm3']) preferences.feedback({ ...liked, messageId });
    expect(warned).toHaveBeenCalledTimes(1);
    await until('one was tried', async () => server.received.length > 0);
    vi.restoreAllMocks();
  });

  it('that is unsent is sent when the assistant ends', async () => {
    const { server, preferences } = await openClient(
      (response, _, nth) => void response.writeHead(nth === 1 ? 503 : 201).end('{}'),
    );
    for (const messageId of ['m1', 'm2']) preferences.feedback({ ...liked, messageId });
    await until('the first was tried', async () => server.received.length === 1);
    await preferences.close();
    expect(server.received).toHaveLength(3);
    preferences.feedback({ ...liked, messageId: 'too late' });
    expect(server.received).toHaveLength(3);
  });

  it('never keeps the assistant from ending if the API is unreachable', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const preferences = createPreferences({ url: 'http://127.0.0.1:1' });
    preferences.feedback(liked);
    await preferences.close();
    vi.restoreAllMocks();
  });

  it('has the type that the server reads', () => {
    expectTypeOf<Omit<Feedback, 'token'>>().toExtend<Readonly<z.input<typeof FeedbackInput>>>();
  });
});
