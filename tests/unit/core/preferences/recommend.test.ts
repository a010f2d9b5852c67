import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { RatedUsers } from './rated-users.ts';

let users: RatedUsers;
beforeAll(async () => {
  users = new RatedUsers();
  for (let i = 0; i < 12; i += 1) {
    await users.say('u', { model: 'a', kind: 'thumbs-down' });
    await users.say('u', { model: 'b' });
  }
  await users.say('beginner', { model: 'b' });
  await users.learn();
});

test('mostly the model that the user is expected to like best is recommended, with all that speaks for it', async () => {
  const answer = await users.recommended('u', ['a', 'b', 'c']);
  expect(answer).toMatchObject({
    taskType: 'code',
    model: 'b',
    preferred: 'b',
    explored: false,
    basis: 'own',
  });
  expect(answer?.propensity).toBeGreaterThan(0.9);
  expect(answer?.models.map(({ model }) => model)).toEqual(['b', 'c', 'a']);
  expect(answer?.models[0]?.best).toBe(answer?.confidence);
  expect(answer?.models.reduce((sum, { best }) => sum + best, 0)).toBeCloseTo(1, 9);
});

test('a disliked model gives way to one never tried', async () => {
  expect(await users.recommended('u', ['a', 'c'])).toMatchObject({ model: 'c' });
});

test('a model that is no longer on offer is not recommended', async () => {
  expect(await users.recommended('u', ['a'])).toMatchObject({ model: 'a', propensity: 1 });
});

test('one that is named twice is on offer once', async () => {
  expect((await users.recommended('u', ['a', 'b', 'a']))?.models).toHaveLength(2);
});

test('without a list the rated models are on offer', async () => {
  expect((await users.recommended('u'))?.models.map(({ model }) => model)).toEqual(['b', 'a']);
});

test('of what nobody knows any of the list is recommended, or nothing', async () => {
  expect(await users.recommended('new', ['a', 'b'])).toMatchObject({ basis: 'none', confidence: 0.5 });
  expect(await users.recommended('u', ['a', 'b'], 0.99, 'mail')).toMatchObject({ basis: 'none' });
  expect(await users.recommended('new')).toBeNull();
});

describe.each(['u', 'beginner', 'new'])('to %s', (user) => {
  const models = ['a', 'b', 'c'];

  test('each model is recommended as often as its propensity says', async () => {
    const asked = 3_000;
    const answers = await Promise.all(
      Array.from({ length: asked }, (_, i) => users.recommended(user, models, (i + 0.5) / asked)),
    );
    for (const model of models) {
      const item = answers.filter((answer) => answer?.model === model);
      expect(item.length / asked).toBeCloseTo(item[0]?.propensity ?? 0, 2);
    }
  });

  test('one of the models is recommended, whatever the random number', async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (random) => {
        expect(models).toContain((await users.recommended(user, models, random))?.model);
      }),
    );
  });
});
