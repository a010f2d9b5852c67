import { beforeEach, describe, expect, test } from 'vitest';
import { countRatings } from '#core/experiments/count-ratings.ts';
import { endExperiment } from '#core/experiments/end-experiment.ts';
import { ExperimentInput } from '#core/experiments/experiment.ts';
import { recommendInExperiment } from '#core/experiments/recommend-in-experiment.ts';
import { startExperiment } from '#core/experiments/start-experiment.ts';
import type { FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { parse } from '#core/validation.ts';
import { MemoryExperiments } from '../../../support/memory-experiments.ts';
import { RatedUsers } from '../preferences/rated-users.ts';

let users: RatedUsers;
let store: MemoryExperiments;
beforeEach(async () => {
  users = new RatedUsers();
  store = new MemoryExperiments();
  for (let i = 0; i < 20; i += 1) await users.say('u', { model: 'a' });
  await users.learn();
});

const start = (fields: object = {}) => {
  const input = { id: 'ab', taskType: 'code', variants: ['a', 'b'], ...fields };
  return startExperiment(parse(ExperimentInput, input, 'the experiment', 'experiment/invalid'), {
    actor: 'user:operator',
    now: users.now,
    store,
  });
};
const recommended = (draw: number, models: readonly string[] = ['a', 'b', 'c'], taskType = 'code') => {
  const { profiles, populations, now } = users;
  return recommendInExperiment({
    userId: 'u',
    taskType,
    models,
    random: 0.99,
    draw,
    now,
    profiles,
    populations,
    experiments: store,
  });
};

describe('while an experiment between models is running', () => {
  test('each recommendation draws one model, with its share as the propensity', async () => {
    await start({ share: 0.3 });
    expect(await recommended(0.29)).toMatchObject({
      model: 'b',
      variant: 'b',
      experiment: 'ab:b',
      propensity: 0.3,
      explored: true,
      basis: 'experiment',
      preferred: 'a',
    });
    expect(await recommended(0.3)).toMatchObject({
      model: 'a',
      experiment: 'ab:a',
      propensity: 0.7,
      explored: false,
    });
  });

  test.each([
    ['another task type', async () => recommended(0, ['a', 'b'], 'mail')],
    ['an offer that lacks one of its models', async () => recommended(0, ['a', 'c'])],
    [
      'a user with a manual override',
      async () => {
        await users.decide('u', 'c');
        return recommended(0);
      },
    ],
  ])('%s does not take part', async (_, ask) => {
    await start();
    expect(await ask()).not.toHaveProperty('experiment');
  });

  test('recommendations draw no variant once it has ended', async () => {
    const experiment = await start();
    const stopped = {
      outcome: 'stopped',
      reason: 'enough',
      actor: 'user:operator',
      now: users.now,
      store,
    } as const;
    await endExperiment(await store.load(experiment.id), stopped);
    await endExperiment(await store.load(experiment.id), { ...stopped, reason: 'twice' });
    expect(await recommended(0)).not.toHaveProperty('experiment');
    expect(await store.load('ab')).toMatchObject({ outcome: 'stopped', reason: 'enough' });
  });
});

test('an experiment between settings draws the setting, and the learner chooses the model', async () => {
  await start({ compares: 'settings', variants: ['short', 'long'] });
  expect(await recommended(0)).toMatchObject({
    model: 'a',
    variant: 'long',
    experiment: 'ab:long',
    basis: 'own',
  });
});

describe('an experiment that is started again', () => {
  test('by the same person with the same settings is the one that runs', async () => {
    const first = await start();
    expect(await start()).toMatchObject({ id: first.id, startedAt: first.startedAt });
  });

  test('with other settings is refused', async () => {
    await start();
    await expect(start({ share: 0.3 })).rejects.toMatchObject({ code: 'experiment/exists' });
  });
});

describe('ratings', () => {
  const rate = (fields: Partial<FeedbackInput>) => users.say('u', { experiment: 'ab:b', ...fields });
  const count = () => countRatings(users.taken(), { store, now: users.now });
  const ratings = async () => (await store.load('ab')).ratings;

  test('count once, with their latest value, for the variant of their answer', async () => {
    await start();
    users.taken();
    const changed = await rate({});
    await rate({ experiment: 'ab:a', kind: 'rating', rating: 2 });
    await rate({ kind: 'rating', rating: 3 });
    await count();
    expect(await ratings()).toEqual([
      { liked: 0, disliked: 1 },
      { liked: 1, disliked: 0 },
    ]);
    await rate({ messageId: changed, kind: 'thumbs-down' });
    await count();
    expect((await ratings())[1]).toEqual({ liked: 0, disliked: 1 });
    await rate({ messageId: changed, kind: 'withdrawn' });
    await count();
    expect((await ratings())[1]).toEqual({ liked: 0, disliked: 0 });
  });

  test('without an experiment, of an unknown experiment or of an unknown variant do not count', async () => {
    await start();
    users.taken();
    await users.say('u');
    for (const experiment of ['other:b', 'ab:c', 'nonsense', 'ab:']) await rate({ experiment });
    await count();
    expect(await ratings()).toEqual([
      { liked: 0, disliked: 0 },
      { liked: 0, disliked: 0 },
    ]);
  });

  test('of deleted feedback are subtracted', async () => {
    await start();
    users.taken();
    await rate({});
    await count();
    const { items } = await users.feedback.feedbackOf('u', { limit: 100 });
    const deletions = items.map((previous, i) => ({ sequence: `deleted ${i}`, previous, feedback: null }));
    await countRatings(deletions, { store, now: users.now });
    expect((await ratings())[1]).toEqual({ liked: 0, disliked: 0 });
  });

  test('end the experiment once the evidence is sufficient, with an event that says why', async () => {
    await start();
    users.taken();
    for (let i = 0; i < 40; i += 1) {
      await rate({});
      await rate({ experiment: 'ab:a', kind: 'thumbs-down' });
      await count();
    }
    expect(await store.load('ab')).toMatchObject({ outcome: 'second-better' });
    expect(store.events.map(({ type, actor }) => [type, actor])).toEqual([
      ['experiment.started', 'user:operator'],
      ['experiment.ended', 'system:learning'],
    ]);
    const { ratings: counted, reason } = await store.load('ab');
    expect(reason).toBe(
      `a: 0 of ${counted[0].disliked} liked; b: ${counted[1].liked} of ${counted[1].liked} liked; b is better (confidence 0.95).`,
    );
    expect(counted[1].liked).toBeLessThan(20);
  });
});

test.each([
  [{ variants: ['a', 'a'] }, 'variants'],
  [{ variants: ['a'] }, 'variants'],
  [{ share: 1 }, 'share'],
  [{ id: 'A B' }, 'id'],
  [{ alpha: 0 }, 'alpha'],
  [{ maxRatings: 3 }, 'maxRatings'],
  [{ compares: 'colors' }, 'compares'],
])('an experiment with %j is rejected, and the error names the field', async (fields, where) => {
  await expect(async () => start(fields)).rejects.toThrow(where);
});
