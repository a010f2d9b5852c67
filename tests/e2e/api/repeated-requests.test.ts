import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectProblem } from '../../support/api-client.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { recordImprovement } from '../../support/improvement-records.ts';
import { candidate, metricsBatch, thumbsUp } from './requests.ts';

let system: ApiSystem;
beforeAll(async () => {
  system = await startApiSystem();
});
afterAll(() => system.stop());

/** Gives feedback as a user of this test only. */
async function userSays(sub: string) {
  const token = await system.tokenOf(sub);
  return {
    say: (body: object, key?: string) =>
      system.call('POST', '/feedback', {
        token,
        body,
        ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
      }),
    /** Number of ratings that count for `code`. */
    async count() {
      await system.learned();
      const { body } = await system.call('GET', '/preferences', { token });
      const [preference] = body.preferences as { ratings: number }[];
      return Math.round(preference?.ratings ?? 0);
    },
  };
}

describe('an Idempotency-Key', () => {
  test('gives a repeated request the first response, and it counts once', async () => {
    const { say, count } = await userSays('user-1');
    const first = await say(thumbsUp, 'key-1');
    const second = await say(thumbsUp, 'key-1');
    expect(first.status).toBe(201);
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(first.body).toMatchObject({ changed: 'recorded' });
    expect(await count()).toBe(1);
  });

  test('still gives the first response after later feedback', async () => {
    const { say, count } = await userSays('user-2');
    const first = await say(thumbsUp, 'key-1');
    await say({ ...thumbsUp, kind: 'thumbs-down' });
    expect((await say(thumbsUp, 'key-1')).body).toEqual(first.body);
    expect(await count()).toBe(1);
  });

  test('is valid for one body', async () => {
    const { say, count } = await userSays('user-3');
    await say(thumbsUp, 'key-1');
    expectProblem(await say({ ...thumbsUp, messageId: 'm2' }, 'key-1'), 409, 'idempotency/key-reused');
    expect(await count()).toBe(1);
  });

  test('is valid for one route', async () => {
    const token = await system.tokenOf('dora');
    const headers = { 'idempotency-key': 'key-1' };
    const { id } = await recordImprovement();
    const other = await recordImprovement();
    const generate = (which: string) =>
      system.call('POST', `/improvements/${which}/generate`, { token, headers, body: {} });
    expect((await generate(id)).status).toBe(202);
    expectProblem(await generate(other.id), 409, 'idempotency/key-reused');
  });

  test('is separate for each user', async () => {
    const eve = await userSays('eve');
    const finn = await userSays('finn');
    await eve.say(thumbsUp, 'key-1');
    expect((await finn.say({ ...thumbsUp, messageId: 'm2' }, 'key-1')).body).toMatchObject({
      messageId: 'm2',
    });
  });

  test('may be used again after a refusal', async () => {
    const { say } = await userSays('gina');
    const future = { ...thumbsUp, at: Date.now() + 600_000 };
    expectProblem(await say(future, 'key-1'), 400, 'feedback/time-out-of-range');
    expectProblem(await say(future, 'key-1'), 400, 'feedback/time-out-of-range');
    expect((await say(thumbsUp, 'key-1')).status).toBe(201);
  });

  test('sent many times at once lets one request through', async () => {
    const { say, count } = await userSays('hugo');
    const answers = await Promise.all(Array.from({ length: 8 }, () => say(thumbsUp, 'key-1')));
    for (const answer of answers)
      if (answer.status === 201) expect(answer.body).toMatchObject({ changed: 'recorded' });
      else expectProblem(answer, 409, 'idempotency/under-way');
    expect(answers.some(({ status }) => status === 201)).toBe(true);
    expect(await count()).toBe(1);
  });

  test.each(['two words', 'x'.repeat(129), 'schlüssel'])('%s is none', async (key) => {
    const { say } = await userSays('ivy');
    expectProblem(await say(thumbsUp, key), 400, 'idempotency/invalid-key');
  });
});

describe('without a key', () => {
  test('the same feedback again is unchanged', async () => {
    const { say, count } = await userSays('jan');
    await say(thumbsUp);
    expect((await say(thumbsUp)).body).toMatchObject({ changed: 'unchanged' });
    expect(await count()).toBe(1);
  });

  test('changed feedback replaces the earlier one', async () => {
    const { say, count } = await userSays('kim');
    await say(thumbsUp);
    const { body } = await say({ ...thumbsUp, kind: 'thumbs-down' });
    expect(body).toMatchObject({ changed: 'replaced', reward: 0 });
    expect(await count()).toBe(1);
  });

  test('many messages at once all count', async () => {
    const { say, count } = await userSays('lena');
    const messages = Array.from({ length: 4 }, (_, i) => `m${i}`);
    const answers = await Promise.all(messages.map((messageId) => say({ ...thumbsUp, messageId })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(await count()).toBe(messages.length);
  });

  test('a batch of metrics sent twice counts once', async () => {
    const token = await system.serviceToken('shop');
    const body = metricsBatch(7);
    const send = () => system.call('POST', '/metrics', { token, body });
    expect((await send()).body).toEqual({ accepted: 7 });
    expect((await send()).body).toEqual({ accepted: 7 });
    const viewer = await system.tokenOf('user-1');
    const report = await system.call('GET', '/performance/report?service=shop', { token: viewer });
    expect(report.body.endpoints).toMatchObject([{ endpoint: 'GET /prices', count: 7 }]);
  });

  test('a decision counts once', async () => {
    const token = await system.tokenOf('user-1');
    const { id } = await recordImprovement({ status: 'awaiting-approval', candidate });
    const body = { candidateHash: candidate.hash, reason: 'no' };
    const reject = () => system.call('POST', `/improvements/${id}/reject`, { token, body });
    const answers = await Promise.all([reject(), reject(), reject()]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
  });
});
