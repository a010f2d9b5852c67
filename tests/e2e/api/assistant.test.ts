import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPreferences } from '#recorder/index.ts';
import { expectProblem } from '../../support/api-client.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';

let system: ApiSystem;
beforeAll(async () => {
  system = await startApiSystem();
});
afterAll(() => system.stop());

test('an assistant gets the model that its user likes', async () => {
  const token = await system.tokenOf('ada', ['user']);
  const preferences = createPreferences({ url: system.url, timeout: 10_000 });
  const question = { taskType: 'code', models: ['favorite', 'other'] as [string, string], token };

  for (let i = 0; i < 20; i += 1)
    preferences.feedback({ token, messageId: `m${i}`, kind: 'thumbs-up', model: 'other', taskType: 'code' });
  await preferences.close();
  await system.learned();
  const advice = await Promise.all(Array.from({ length: 20 }, () => preferences.recommend(question)));

  expect(advice.every(({ basis }) => basis === 'own')).toBe(true);
  expect(advice.filter(({ model }) => model === 'other').length).toBeGreaterThan(12);
  expect(new Set(advice.map(({ propensity }) => propensity)).size).toBeLessThanOrEqual(2);
});

test('a user or an operator sets an override, and the assistant gets it', async () => {
  const token = await system.tokenOf('grace', ['user']);
  const operator = await system.tokenOf('operator', ['operator']);
  const preferences = createPreferences({ url: system.url, timeout: 10_000 });
  const advice = () => preferences.recommend({ taskType: 'code', models: ['favorite', 'other'], token });
  const decision = { taskType: 'code', model: 'other' };

  expect((await system.call('POST', '/preferences/override', { token, body: decision })).status).toBe(200);
  expect(await advice()).toEqual({ model: 'other', propensity: 1, explored: false, basis: 'override' });

  const forUser = { userId: 'grace', taskType: 'code', model: 'favorite' };
  const refused = await system.call('POST', '/preferences/override/for-user', { token, body: forUser });
  expectProblem(refused, 403, 'role/missing');
  await system.call('POST', '/preferences/override/for-user', { token: operator, body: forUser });
  expect(await advice()).toMatchObject({ model: 'favorite', basis: 'override' });

  await system.call('POST', '/preferences/override', { token, body: { ...decision, model: null } });
  expect(await advice()).toMatchObject({ basis: 'none' });
  await preferences.close();
});
