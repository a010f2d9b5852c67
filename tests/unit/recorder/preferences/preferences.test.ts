import { afterEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import type * as z from 'zod/mini';
import type { FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { createPreferences, type Feedback, type PreferencesOptions } from '#recorder/index.ts';
import { until } from '../../../support/until.ts';
import { openServer } from './assistant-server.ts';

const question = { taskType: 'code', models: ['favorite', 'other'] as [string, string], token: 'of-ada' };
const fallback = { model: 'favorite', propensity: 1, explored: false, basis: 'fallback' };
const liked: Feedback = {
  token: 'of-ada',
  messageId: 'm1',
  kind: 'thumbs-up',
  model: 'other',
  taskType: 'code',
};

const open: { close(): void | Promise<void> }[] = [];
afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});

type Answering = Parameters<typeof openServer>[0];
async function against(answering: Answering, options: Partial<PreferencesOptions> = {}) {
  const server = await openServer(answering);
  const preferences = createPreferences({ url: server.url, timeout: 1_000, ...options });
  open.push(server, preferences);
  return { server, preferences };
}
const answer =
  (status: number, body: unknown): Answering =>
  (response) =>
    void response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));

describe('a recommendation', () => {
  it('is the one of the service, for the user whose token it is', async () => {
    const advice = { model: 'other', propensity: 0.95, explored: true, basis: 'own' };
    const { server, preferences } = await against(answer(200, { ...advice, taskType: 'code' }));
    expect(await preferences.recommend(question)).toEqual(advice);
    const [asked] = server.received;
    expect(asked?.authorization).toBe('Bearer of-ada');
    expect(asked?.url.pathname).toBe('/api/v1/learning/preferences/recommendation');
    expect(Object.fromEntries(asked?.url.searchParams ?? [])).toEqual({
      taskType: 'code',
      models: 'favorite,other',
    });
  });

  it.each([
    ['a fault', 503, {}],
    ['a refusal', 401, {}],
    ['no JSON', 200, '<html>'],
    ['JSON that is no object', 200, 'null'],
    ['a model that was not on offer', 200, { model: 'retired', propensity: 1 }],
    ['a propensity that cannot be', 200, { model: 'other', propensity: 0 }],
    ['no propensity', 200, { model: 'other' }],
  ])('falls back on the favorite where the answer is %s', async (_, status, body) => {
    const { preferences } = await against(answer(status, body));
    expect(await preferences.recommend(question)).toEqual(fallback);
  });

  it('is not waited for longer than the assistant allows', async () => {
    const { preferences } = await against(() => undefined, { timeout: 50 });
    const begun = performance.now();
    expect(await preferences.recommend(question)).toEqual(fallback);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('is not asked for, for a while, where there are no answers', async () => {
    const { server, preferences } = await against(answer(503, {}));
    for (let i = 0; i < 10; i += 1) expect(await preferences.recommend(question)).toEqual(fallback);
    expect(server.received).toHaveLength(3);
  });

  it('is the favorite where nobody listens, or the address is none', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    for (const url of ['http://127.0.0.1:1', 'ftp://host', 'nonsense', ''])
      expect(await createPreferences({ url }).recommend(question)).toEqual(fallback);
    vi.restoreAllMocks();
  });
});

describe('feedback', () => {
  it('goes with the token of its user, and with the time at which it was said', async () => {
    const { server, preferences } = await against(answer(201, {}));
    const before = Date.now();
    preferences.feedback(liked);
    await until('it has come', async () => server.received.length === 1);
    const { token, ...said } = liked;
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      authorization: `Bearer ${token}`,
      body: said,
    });
    const body = server.received[0]?.body as { at: number } | undefined;
    expect(body?.at).toBeGreaterThanOrEqual(before);
    expect(JSON.stringify(body)).not.toContain(token);
  });

  it('is sent again, in its order, where it was not taken', async () => {
    const { server, preferences } = await against(
      (response, _, nth) => void response.writeHead(nth === 1 ? 503 : 201).end('{}'),
    );
    preferences.feedback(liked);
    preferences.feedback({ ...liked, messageId: 'm2' });
    await until('all has come', async () => server.received.length === 3);
    const ids = server.received.map(({ body }) => (body as { messageId: string }).messageId);
    expect(ids).toEqual(['m1', 'm1', 'm2']);
  });

  it('that is refused is told of, and holds up nothing', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { server, preferences } = await against(
      (response, _, nth) => void response.writeHead(nth === 1 ? 400 : 201).end('{}'),
    );
    preferences.feedback(liked);
    preferences.feedback({ ...liked, messageId: 'm2' });
    await until('both have come', async () => server.received.length === 2);
    expect(warned.mock.calls.map(([problem]) => problem)).toEqual([
      'Feedback of message m1 was refused: the answer was 400.',
    ]);
    vi.restoreAllMocks();
  });

  it('makes room for what is new, and says so', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const { server, preferences } = await against(answer(503, {}), { capacity: 2 });
    for (const messageId of ['m1', 'm2', 'm3']) preferences.feedback({ ...liked, messageId });
    expect(warned).toHaveBeenCalledTimes(1);
    await until('one was tried', async () => server.received.length > 0);
    vi.restoreAllMocks();
  });

  it('that waits is sent when the assistant ends', async () => {
    const { server, preferences } = await against(
      (response, _, nth) => void response.writeHead(nth === 1 ? 503 : 201).end('{}'),
    );
    for (const messageId of ['m1', 'm2']) preferences.feedback({ ...liked, messageId });
    await until('the first was tried', async () => server.received.length === 1);
    await preferences.close();
    expect(server.received).toHaveLength(3);
    preferences.feedback({ ...liked, messageId: 'too late' });
    expect(server.received).toHaveLength(3);
  });

  it('never keeps the assistant from ending where nobody listens', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const preferences = createPreferences({ url: 'http://127.0.0.1:1' });
    preferences.feedback(liked);
    await preferences.close();
    vi.restoreAllMocks();
  });

  it('is what the server reads', () => {
    expectTypeOf<Omit<Feedback, 'token'>>().toExtend<Readonly<z.input<typeof FeedbackInput>>>();
  });
});
