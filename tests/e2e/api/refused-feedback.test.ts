import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectProblem } from '../../support/api-client.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { thumbsUp } from './requests.ts';

let system: ApiSystem;
let token: string;
beforeAll(async () => {
  system = await startApiSystem();
  token = await system.tokenOf('user-1');
});
afterAll(() => system.stop());

const say = (body: unknown) => system.call('POST', '/feedback', { token, body });

const tenMinutes = 600_000;

describe('feedback', () => {
  test.each<[string, unknown]>([
    ['nothing', ''],
    ['null', 'null'],
    ['a list', []],
    ['a number', 5],
    ['no fields', {}],
    ['an unknown field', { ...thumbsUp, reward: 1 }],
    ['a field of the wrong type', { ...thumbsUp, messageId: 7 }],
    ['a null for a text', { ...thumbsUp, model: null }],
    ['an unknown kind', { ...thumbsUp, kind: 'applause' }],
    ['a rating of 6', { ...thumbsUp, kind: 'rating', rating: 6 }],
    ['a rating of 0', { ...thumbsUp, kind: 'rating', rating: 0 }],
    ['a rating of 2.2 stars', { ...thumbsUp, kind: 'rating', rating: 2.2 }],
    ['a rating of 11 on a scale to ten', { ...thumbsUp, kind: 'rating', rating: 11, scale: 'ten' }],
    ['an unknown scale', { ...thumbsUp, kind: 'rating', rating: 3, scale: 'letters' }],
    ['an empty comment alone', { ...thumbsUp, kind: 'comment', comment: ' ' }],
    ['a rating as text', { ...thumbsUp, kind: 'rating', rating: '5' }],
    ['a rating of another kind', { ...thumbsUp, rating: 5 }],
    ['a missing rating', { ...thumbsUp, kind: 'rating' }],
    ['a missing comment', { ...thumbsUp, kind: 'comment' }],
    ['a comment too long', { ...thumbsUp, comment: 'x'.repeat(2_001) }],
    ['a model with a comma', { ...thumbsUp, model: 'gpt,4' }],
    ['a message id too long', { ...thumbsUp, messageId: 'm'.repeat(201) }],
    ['an unknown time zone', { ...thumbsUp, timeZone: 'Mars/Olympus' }],
    ['a time without a zone', { ...thumbsUp, at: '2026-06-01T09:00:00' }],
    ['a time before 2000', { ...thumbsUp, at: 0 }],
    [
      'a time that is too large',
      '{"messageId":"m1","kind":"thumbs-up","model":"a","taskType":"b","at":1e999}',
    ],
  ])('with %s is refused', async (_, body) => {
    expectProblem(await say(body), 400, 'request/invalid-body');
  });

  test.each(['model', 'messageId', 'conversationId', 'taskType'])(
    'may not use a name that every object has as its %s',
    async (field) => {
      for (const name of ['__proto__', 'constructor', 'toString', 'prototype'])
        expectProblem(await say({ ...thumbsUp, [field]: name }), 400, 'request/invalid-body');
    },
  );

  test('may not have __proto__ as a key', async () => {
    const body = JSON.stringify(thumbsUp).replace('{', '{"__proto__": {"rating": 5},');
    expectProblem(await say(body), 400, 'request/invalid-body');
  });

  test('may not be given in the future', async () => {
    const answer = await say({ ...thumbsUp, at: Date.now() + tenMinutes });
    expectProblem(answer, 400, 'feedback/time-out-of-range');
  });

  test('of a known message may not name another model', async () => {
    await say({ ...thumbsUp, messageId: 'known' });
    const answer = await say({ ...thumbsUp, messageId: 'known', model: 'other' });
    expectProblem(answer, 409, 'feedback/message-differs');
  });

  test('that was refused leaves nothing behind', async () => {
    const other = await system.tokenOf('user-2');
    await system.call('POST', '/feedback', {
      token: other,
      body: { ...thumbsUp, kind: 'rating', rating: 6 },
    });
    await system.learned();
    const { body } = await system.call('GET', '/preferences', { token: other });
    expect(body).toMatchObject({ userId: 'user-2', preferences: [], timePatterns: [], updatedAt: null });
  });

  test('says which fields are wrong', async () => {
    const { body } = await say({ ...thumbsUp, kind: 'applause', model: '' });
    expect(body.problems).toMatchObject([{ path: 'kind' }, { path: 'model' }]);
  });

  test('gets a short response, however many errors it has', async () => {
    const keys = Array.from({ length: 50_000 }, (_, i) => [`key-${i}`, i]);
    const answer = await say(Object.fromEntries(keys));
    expectProblem(answer, 400, 'request/invalid-body');
    expect(JSON.stringify(answer.body).length).toBeLessThan(10_000);
  });
});
