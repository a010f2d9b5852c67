import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { getPreferences } from '#core/preferences/get-preferences.ts';
import { recommend } from '#core/preferences/recommend.ts';
import { recordFeedback } from '#core/preferences/record-feedback.ts';
import { MemoryStore } from './memory-store.ts';

const now = Date.UTC(2026, 5, 1, 9);
const store = new MemoryStore();
beforeEach(async () => {
  for (const [messageId, model, kind] of [
    ['m1', 'a', 'thumbs-down'],
    ['m2', 'b', 'thumbs-up'],
  ] as const) {
    const input = { messageId, model, kind, taskType: 'code', timeZone: 'UTC' };
    await recordFeedback({ userId: 'u', input, now, store });
  }
});

const ask = (fields: Partial<Parameters<typeof recommend>[0]>) =>
  recommend({ userId: 'u', taskType: 'code', models: ['a', 'b', 'c'], random: 0.5, store, ...fields });

test('mostly the model with the best mean is recommended', async () => {
  expect(await ask({})).toEqual({
    taskType: 'code',
    model: 'b',
    propensity: 0.9 + 0.1 / 3,
    explored: false,
    basis: 'preference',
  });
});

test('a disliked model gives way to one never tried', async () => {
  expect(await ask({ models: ['a', 'c'] })).toMatchObject({ model: 'c' });
});

test('a model that is no longer on offer is not recommended', async () => {
  expect(await ask({ models: ['a'] })).toMatchObject({ model: 'a' });
});

test('without a list the judged models are on offer', async () => {
  const answer = await ask({ models: [] });
  expect(answer?.model).toBe('b');
  expect(answer?.propensity).toBeCloseTo(0.95, 12);
});

test('of an unknown user or task the first of the list is recommended, or nothing', async () => {
  expect(await ask({ userId: 'new' })).toMatchObject({ model: 'a', basis: 'default' });
  expect(await ask({ taskType: 'mail' })).toMatchObject({ model: 'a', basis: 'default' });
  expect(await ask({ userId: 'new', models: [] })).toBeNull();
});

test('each model is recommended as often as its propensity says', async () => {
  const asked = 3_000;
  const answers = await Promise.all(
    Array.from({ length: asked }, (_, i) => ask({ random: (i + 0.5) / asked, exploration: 0.3 })),
  );
  for (const model of ['a', 'b', 'c']) {
    const its = answers.filter((answer) => answer?.model === model);
    expect(its.length / asked).toBeCloseTo(its[0]?.propensity ?? 0, 3);
  }
});

test('whatever the random number, one of the models is recommended', async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (random) => {
      expect(['a', 'b', 'c']).toContain((await ask({ random, exploration: 1 }))?.model);
    }),
  );
});

test('preferences list the best model with the others behind it, and nothing for strangers', async () => {
  expect(await getPreferences({ userId: 'u', store })).toMatchObject({
    preferences: [{ taskType: 'code', model: 'b', alternatives: [{ model: 'a', mean: 0.45, count: 1 }] }],
    timePatterns: [{ taskType: 'code', messages: 2, usual: 'morning' }],
    updatedAt: now,
  });
  expect(await getPreferences({ userId: 'new', store })).toEqual({
    userId: 'new',
    preferences: [],
    timePatterns: [],
    updatedAt: null,
  });
});
