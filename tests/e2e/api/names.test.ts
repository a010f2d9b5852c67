import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';

let system: ApiSystem;
beforeAll(async () => {
  system = await startApiSystem();
});
afterAll(() => system.stop());

const sub = 'https://login.example.org/users/anna+7|#%23';
const model = '@cf/meta/llama-3-8b-instruct';
// cspell:disable-next-line
const taskType = 'خلاصه‌نویسی C#';

test('a user, a model and a task of any name are found by it everywhere', async () => {
  const token = await system.tokenOf(sub);
  const body = { messageId: 'chat/7#2', kind: 'thumbs-up', model, taskType };
  expect((await system.call('POST', '/feedback', { token, body })).status).toBe(201);
  await system.learned();
  const { body: known } = await system.call('GET', '/preferences', { token });
  expect(known).toMatchObject({ userId: sub, preferences: [{ taskType }] });
  const query = new URLSearchParams({ taskType, models: `other,${model}` });
  const recommendation = await system.call('GET', `/preferences/recommendation?${query.toString()}`, {
    token,
  });
  expect(['other', model]).toContain(recommendation.body.model);
  const { body: kept } = await system.call('GET', '/preferences/export', { token });
  expect(kept.feedback).toMatchObject([{ userId: sub, messageId: 'chat/7#2', model, taskType }]);
});

test('what was done for a user of any name is found in the audit log', async () => {
  const token = await system.tokenOf(sub);
  const override = { token, body: { taskType, model } };
  expect((await system.call('POST', '/preferences/override', override)).status).toBe(200);
  const query = new URLSearchParams({ subject: `user:${sub}` });
  const { body } = await system.call('GET', `/events?${query.toString()}`, {
    token: await system.tokenOf('dora'),
  });
  expect(body.items).toMatchObject([{ subject: `user:${sub}`, after: { model } }]);
});
