import { beforeEach, describe, expect, test } from 'vitest';
import { packPopulation } from '#adapters/dynamodb/preferences/pack-population.ts';
import { Unavailable } from '#core/errors.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { unknownPopulation } from '#core/preferences/learner/population-model.ts';
import { withoutSharing } from '#core/preferences/population/without-sharing.ts';
import { updateProfiles } from '#core/preferences/profile/update-profiles.ts';
import { RatedUsers } from '../rated-users.ts';

let users: RatedUsers;
beforeEach(() => {
  users = new RatedUsers();
});

const models = ['a', 'b', 'c', 'd'];
/** Half of the users like one model, half another. */
async function rateAll(count: number, ratings: number): Promise<void> {
  const random = seededRandom(5);
  for (let rating = 0; rating < ratings; rating += 1)
    for (let user = 0; user < count; user += 1)
      for (const taskType of ['code', 'mail']) {
        const model = models[Math.floor(random() * models.length)] ?? 'a';
        const likes = random() < (model === models[user % 2] ? 0.9 : 0.3);
        await users.say(`user-${user}`, { model, taskType, kind: likes ? 'thumbs-up' : 'thumbs-down' });
      }
  await users.learn();
}

describe('the population model', () => {
  test('makes a stranger known by a few ratings', async () => {
    await rateAll(60, 12);
    await users.refit();
    for (let i = 0; i < 3; i += 1) await users.say('stranger', { model: 'b' });
    await users.say('stranger', { model: 'a', kind: 'thumbs-down' });
    await users.learn();
    const elsewhere = await users.recommended('stranger', models, 0.99, 'mail');
    expect(elsewhere).toMatchObject({ preferred: 'b', basis: 'others' });
    expect(elsewhere?.confidence).toBeGreaterThan(0.6);
  });

  test('is counted once, however often it is delivered, and of the forgotten too: their deletion counts them away', async () => {
    await rateAll(3, 2);
    await users.say('late');
    const late = users.taken();
    await users.forget('late');
    await users.learn(late);
    await users.learn(late);
    users.now += 60_000;
    await users.refit();
    expect(await users.populations.counts()).toEqual({ messages: 13, users: 3 });
  });

  test.each([0, 1, 2, 3])(
    'is all kept, and counted once, when write %i of a batch fails and the batch comes again',
    async (failing) => {
      for (const user of ['x', 'y', 'z']) await users.say(user);
      const batch = users.taken();
      let writes = 0;
      const failOnce = async () => {
        if (writes++ === failing) throw new Unavailable('the disk is full.', { code: 'store/unavailable' });
      };
      const { addBatch } = users.populations;
      const { save } = users.profiles;
      users.populations.addBatch = (batch) => failOnce().then(() => addBatch.call(users.populations, batch));
      users.profiles.save = (change) => failOnce().then(() => save.call(users.profiles, change));
      await expect(users.learn(batch)).rejects.toThrow('the disk is full');
      await users.learn(batch);
      users.now += 60_000;
      await users.refit();
      expect(await users.populations.counts()).toEqual({ messages: 3, users: 3 });
      for (const user of ['x', 'y', 'z'])
        expect((await users.known(user)).preferences[0]?.ratings).toBeCloseTo(1, 1);
    },
  );

  test('is read once, whatever comes again or breaks off', async () => {
    await rateAll(20, 4);
    expect(await users.refit()).toMatchObject({ ratings: 160, users: 20 });
    // The batch is delivered again, and adds the same statistics again.
    const [batch] = users.populations.batches;
    if (!batch) throw new Error('there was a batch');
    users.now += 60_000;
    await users.populations.addBatch({ ...batch, at: users.now });
    expect(await users.refit()).toEqual({ ratings: 0, users: 0 });
    expect(await users.populations.counts()).toEqual({ messages: 160, users: 20 });
    expect((await users.populations.loadRefit()).progress.rewards).toBe(160);
  });

  test('counts each rating once, also after a clock was set back', async () => {
    await rateAll(2, 2);
    await users.refit();
    users.now -= 90_000;
    for (const user of ['x', 'y']) {
      await users.say(user);
      await users.learn();
      users.now += 30_000;
      await users.refit();
    }
    await users.say('z');
    await users.learn();
    users.now += 90_000;
    await users.refit();
    expect(await users.populations.counts()).toEqual({ messages: 11, users: 5 });
  });

  test('waits for more ratings if there are too few for a refit, and loses none', async () => {
    await rateAll(40, 6);
    await users.refit();
    const { population } = await users.populations.loadRefit();
    await users.say('user-1');
    await users.learn();
    expect(await users.refit()).toEqual({ ratings: 1, users: 0 });
    const state = await users.populations.loadRefit();
    expect(state.population).toBe(population);
    expect(state.statistics.rewards).toBe(1);
    expect(state.counts.messages).toBe(481);
  });

  test('has no residual in it about groups that are no more', async () => {
    await rateAll(20, 4);
    const { batches } = users.populations;
    const known = batches.at(-1);
    if (!known) throw new Error('there was a batch');
    const residual = { group: 0, task: 'code', model: 'a', weight: 90, reward: 0, expected: 80, variance: 5 };
    const residuals = new Map([['0 4 codea', residual]]);
    batches.push({
      ...known,
      id: 'late',
      at: known.at,
      grouping: 7,
      statistics: { ...known.statistics, residuals },
    });
    await users.refit();
    expect((await users.populations.loadRefit()).population.changes).toEqual([]);
  });
});

describe('one user', () => {
  test('counts a bounded number of rewards of one user per batch', async () => {
    for (let i = 0; i < 300; i += 1) await users.say('loud');
    await users.learn();
    expect(users.populations.batches[0]?.statistics.rewards).toBe(10);
    expect(users.populations.batches[0]?.users).toEqual(['loud']);
    expect(users.populations.batches[0]?.firsts).toEqual({ messages: 300, users: 1 });
  });

  test('cannot turn what everybody likes, even one who is like many others in all else', async () => {
    await rateAll(60, 12);
    for (let i = 0; i < 30; i += 1) {
      await users.say('loud', { model: 'a', kind: i % 10 === 0 ? 'thumbs-down' : 'thumbs-up' });
      for (const model of ['b', 'c'])
        await users.say('loud', { model, kind: i % 3 === 0 ? 'thumbs-up' : 'thumbs-down' });
    }
    for (let i = 0; i < 5_000; i += 1) await users.say('loud', { model: 'd' });
    await users.learn();
    await users.refit();
    const { preferred } = (await users.recommended('stranger', models)) ?? {};
    expect(['a', 'b']).toContain(preferred);
    for (const user of ['user-0', 'user-1', 'user-2'])
      expect(['a', 'b']).toContain((await users.recommended(user, models))?.preferred);
    await users.say('kin');
    await users.learn();
    const kin = await users.recommended('kin', models);
    expect(kin?.preferred).toBe('a');
    expect(kin?.models.find(({ model }) => model === 'd')?.expected).toBeLessThan(0.6);
  });

  test('is not to be found in what is kept of all: neither the name nor a word', async () => {
    const say = (comment: string) => users.say('ada-lovelace', { comment, conversationId: 'secret-talk' });
    await say('My password is swordfish.');
    await rateAll(10, 2);
    await users.refit();
    const { population } = await users.populations.loadRefit();
    const bytes = Buffer.from(packPopulation(population)).toString('latin1');
    const batches = JSON.stringify(users.populations.batches.map((item) => ({ ...item, users: [] })));
    for (const secret of ['ada', 'swordfish', 'secret']) {
      expect(bytes).not.toContain(secret);
      expect(batches).not.toContain(secret);
    }
    expect(bytes).toContain('code');
  });
});

test('a population stays a record, whatever names are sent, and keeps those that most users rate', async () => {
  await rateAll(20, 4);
  for (let user = 0; user < 40; user += 1)
    for (let i = 0; i < 60; i += 1)
      await users.say(`loud-${user}`, { taskType: `t${user}-${i}`, model: `m${user}-${i}` });
  await users.learn();
  await users.refit();
  const { population } = await users.populations.loadRefit();
  expect(population.tasks.length).toBe(64);
  expect(population.models.length).toBeGreaterThan(60);
  expect(population.tasks).toEqual(expect.arrayContaining(['code', 'mail']));
  expect(population.models).toEqual(expect.arrayContaining(models));
  expect(packPopulation(population).length).toBeLessThan(380_000);
  // A second one, after which some names have gone, goes on with what was known of the others.
  await rateAll(20, 4);
  await users.refit();
  expect((await users.recommended('user-0', models))?.preferred).toBe('a');
});

describe('where users are learned of alone', () => {
  test('nothing is batches of them but how many they are', async () => {
    await users.say('u');
    const { profiles } = users;
    const populations = withoutSharing(users.populations);
    await updateProfiles({ changes: users.taken(), profiles, populations, now: () => users.now });
    expect(users.populations.batches).toMatchObject([
      { users: [], statistics: { rewards: 0 }, firsts: { messages: 1, users: 1 } },
    ]);
    await rateAll(20, 6);
    await users.refit();
    expect(await users.populations.population()).not.toBe(unknownPopulation);
    expect(await populations.population()).toBe(unknownPopulation);
  });
});
