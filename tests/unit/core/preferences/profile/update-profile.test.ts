import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { Stale } from '#core/errors.ts';
import { verifyChain } from '#core/events/verify-chain.ts';
import type { FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { ageAt } from '#core/preferences/learner/taste.ts';
import { cacheProfiles } from '#core/preferences/profile/cache-profiles.ts';
import type { Profile } from '#core/preferences/profile/profile.ts';
import { day } from '#core/time.ts';
import { sha256 } from '../../../../support/memory-preferences.ts';
import { RatedUsers } from '../rated-users.ts';

let users: RatedUsers;
beforeEach(() => {
  users = new RatedUsers();
});

const times = async (count: number, say: () => Promise<unknown>) => {
  for (let i = 0; i < count; i += 1) await say();
};
/** What was learned. What is told of it is decided at the end of each batch, so that it goes by where those are cut. */
const withoutTelling = (profile: Profile | null) =>
  profile && { ...profile, version: 0, announced: null, lastEvent: null };
const armOf = (profile: Profile | null, model = 'a', task = 'code') => {
  const { rewards = 0, count = 0 } = profile?.taste.tasks.get(task)?.arms.get(model) ?? {};
  const age = ageAt(users.now);
  return { rewards: rewards / age, count: count / age };
};

describe('what a user is said to prefer', () => {
  test('is explained with its confidence', async () => {
    await times(23, () => users.say('u', { model: 'gpt-4.1' }));
    await times(2, () => users.say('u', { model: 'gpt-4.1', kind: 'thumbs-down' }));
    await times(8, () => users.say('u', { model: 'llama-3.3', kind: 'rating', rating: 2 }));
    await users.learn();
    const [preference, ...others] = (await users.known('u')).preferences;
    expect(others).toEqual([]);
    expect(preference?.explanation).toMatch(/^gpt-4\.1 for code: 23 of 25 liked, confidence 0\.9\d$/);
    expect(preference?.alternatives).toMatchObject([{ model: 'llama-3.3' }]);
    expect(preference?.alternatives[0]?.liked).toBeCloseTo(2, 1);
    expect(preference?.learningRate).toBeLessThan(0.06);
  });

  test('is compared to an unknown model where only one was tried', async () => {
    await users.say('u');
    await users.learn();
    const { confidence, alternatives } = (await users.known('u')).preferences[0] ?? {};
    expect(confidence).toBeGreaterThan(0.5);
    expect(confidence).toBeLessThan(0.9);
    expect(alternatives).toEqual([]);
  });

  test('is among those on offer', async () => {
    await times(9, () => users.say('u', { model: 'retired' }));
    await users.learn();
    expect((await users.known('u', ['new', 'other'])).preferences).toMatchObject([
      { model: 'new', ratings: 0 },
    ]);
  });

  test('is nothing for strangers', async () => {
    expect(await users.known('nobody')).toEqual({
      userId: 'nobody',
      preferences: [],
      overrides: [],
      styles: [],
      timePatterns: [],
      nextActivity: [],
      updatedAt: null,
    });
  });
});

test('what comes next is predicted from what the user did, in the order and at the times of the user', async () => {
  for (let i = 0; i < 8; i += 1) {
    await users.say('u', { taskType: 'mail', timeZone: 'Asia/Tokyo' });
    await users.say('u', { taskType: 'code', timeZone: 'Asia/Tokyo' });
  }
  await users.learn();
  const { nextActivity, timePatterns } = await users.known('u');
  expect(nextActivity[0]?.activity).toBe('mail');
  expect(nextActivity[0]?.probability).toBeGreaterThan(0.7);
  expect(timePatterns.map(({ usual }) => usual)).toEqual(['evening', 'evening']);
});

test('no rating counts for more than one, whatever the clock did', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -720, max: 720 }), { minLength: 1, maxLength: 8 }),
      async (days) => {
        users = new RatedUsers();
        const begin = users.now;
        for (const later of days) {
          users.now = begin + later * day;
          await users.say('u', { style: 'plain' });
        }
        await users.learn();
        const { preferences, styles } = await users.known('u');
        // A weight is exact to within a day.
        const most = days.length * 2 ** (1 / 90);
        expect(preferences[0]?.ratings).toBeLessThanOrEqual(most);
        expect(styles.map(({ ratings }) => ratings <= most)).toEqual([true]);
      },
    ),
  );
});

describe('a rating counts', () => {
  const said: fc.Arbitrary<Partial<FeedbackInput>> = fc.record({
    messageId: fc.constantFrom('m1', 'm2', 'm3', 'm4'),
    kind: fc.constantFrom('thumbs-up', 'thumbs-down', 'withdrawn' as const),
  });

  test('once, however often its change comes, and wherever the batches are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(said, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(12), { maxLength: 6 }),
        async (ratings, cuts) => {
          users = new RatedUsers();
          for (const item of ratings) await users.say('u', item);
          const changes = users.taken();
          await users.learn(changes);
          const once = await users.profiles.load('u');

          const again = new RatedUsers();
          // Each delivery begins anywhere in what was delivered, and goes on beyond it.
          let delivered = 0;
          for (const cut of [...cuts, changes.length]) {
            const end = Math.max(delivered, Math.min(cut, changes.length));
            await again.learn(changes.slice(Math.min(cut, delivered), end));
            delivered = end;
          }
          const repeated = await again.profiles.load('u');
          expect(withoutTelling(repeated)).toEqual(withoutTelling(once));
        },
      ),
    );
  });

  test('as the user thinks now: as if the earlier judgment had never been', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 12 }), async (ratings) => {
        users = new RatedUsers();
        for (const entry of ratings) await users.say('u', entry);
        await users.learn();
        const latest = new Map(ratings.map(({ messageId, kind }) => [messageId, kind]));
        const judged = [...latest.values()].filter((kind) => kind !== 'withdrawn');
        const { rewards, count } = armOf(await users.profiles.load('u'));
        expect(count).toBeCloseTo(judged.length, 1);
        expect(rewards).toBeCloseTo(judged.filter((kind) => kind === 'thumbs-up').length, 1);
      }),
    );
  });

  test('not at all where it is a comment alone', async () => {
    await users.say('u', { kind: 'comment', comment: 'Hm.' });
    await users.learn();
    expect(armOf(await users.profiles.load('u'))).toEqual({ rewards: 0, count: 0 });
    expect((await users.known('u')).timePatterns).toMatchObject([{ taskType: 'code', messages: 1 }]);
  });
});

describe('the audit log', () => {
  test('hears of a preference once it is sure, and again when it changes', async () => {
    await users.say('u', { model: 'a' });
    await users.learn();
    expect(users.profiles.events).toEqual([]);
    await times(12, () => users.say('u', { model: 'a' }));
    await times(9, () => users.say('u', { model: 'b', kind: 'thumbs-down' }));
    await users.learn();
    await times(30, async () => {
      await users.say('u', { model: 'a', kind: 'thumbs-down' });
      await users.say('u', { model: 'b' });
      await users.learn();
    });
    const { events } = users.profiles;
    expect(events.map(({ before, after }) => [before, after])).toMatchObject([
      [null, { taskType: 'code', model: 'a' }],
      [{ model: 'a' }, { taskType: 'code', model: 'b' }],
    ]);
    expect(events[1]?.reason).toMatch(/^b for code: .* liked, confidence 0\.\d\d; before, it was a\.$/);
    expect(events[1]?.impact).toBeGreaterThan(0);
    expect(verifyChain(events, sha256)).toBeNull();
  });
});

describe('a user who is forgotten', () => {
  test('is not learned of again from what was still on its way', async () => {
    await users.say('u');
    await users.learn();
    await users.say('u', { comment: 'I work for nobody.' });
    expect(await users.forget('u')).toEqual({ messages: 2 });
    await users.learn();
    expect((await users.known('u')).preferences).toEqual([]);
    expect(armOf(await users.profiles.load('u'))).toEqual({ rewards: 0, count: 0 });
  });

  test('is not learned of either where nothing had been learned yet', async () => {
    await users.say('u');
    expect(await users.forget('u')).toEqual({ messages: 1 });
    await users.learn();
    expect((await users.known('u')).preferences).toEqual([]);
    expect(users.profiles.events.map(({ type }) => type)).toEqual(['user.forgotten']);
  });

  test('may speak again, as somebody new', async () => {
    const messageId = await users.say('u', { kind: 'thumbs-down' });
    await users.learn();
    await users.forget('u');
    await users.say('u', { messageId });
    await users.learn();
    const { rewards, count } = armOf(await users.profiles.load('u'));
    expect([rewards, count]).toEqual([expect.closeTo(1, 1), expect.closeTo(1, 1)]);
  });

  test('leaves no trace where nobody knew of one', async () => {
    expect(await users.forget('nobody')).toEqual({ messages: 0 });
    expect(await users.profiles.load('nobody')).toBeNull();
    expect(users.profiles.events).toEqual([]);
  });

  test('is forgotten once', async () => {
    await users.say('u');
    await users.learn();
    await users.forget('u');
    expect(await users.forget('u')).toEqual({ messages: 0 });
    expect(users.profiles.events).toHaveLength(1);
  });

  test('is forgotten whole, however much there is and however often it was broken off', async () => {
    await times(120, () => users.say('u'));
    await users.learn();
    const { deleteFeedback } = users.feedback;
    let left = 2;
    users.feedback.deleteFeedback = async function dying(...args) {
      left -= 1;
      if (left === 0) throw new Error('the process died');
      await deleteFeedback.apply(this, args);
    };
    await expect(users.forget('u')).rejects.toThrow('died');
    expect((await users.feedback.feedbackOf('u', { limit: 100 })).items).toHaveLength(70);
    expect(await users.forget('u')).toEqual({ messages: 70 });
    expect((await users.feedback.feedbackOf('u', { limit: 100 })).items).toEqual([]);
  });
});

describe('when somebody else changes the profile first', () => {
  test('it is read again, and nothing is lost', async () => {
    await users.say('u');
    const [first = users.taken()[0]] = users.taken();
    await users.say('u');
    const [second] = users.taken();
    if (!first || !second) throw new Error('two changes');
    const one = cacheProfiles(users.profiles);
    await users.learn([first], one);
    const other = cacheProfiles(users.profiles);
    await users.learn([first, second], other);
    // What the one remembers is old by now.
    await users.say('u');
    await users.learn(users.taken(), one);
    expect(armOf(await users.profiles.load('u')).count).toBeCloseTo(3, 1);
  });

  test('five times, it gives up for now', async () => {
    await users.say('u');
    users.profiles.save = async () => {
      throw new Stale('Somebody else was first.');
    };
    await expect(users.learn()).rejects.toMatchObject({ code: 'preferences/contended', fault: 'dependency' });
  });
});

test('who changes profiles again and again reads each once', async () => {
  const profiles = cacheProfiles(users.profiles);
  for (let i = 0; i < 10; i += 1) {
    await users.say(`u${i % 2}`);
    await users.learn(users.taken(), profiles);
  }
  expect(users.profiles.reads).toBe(2);
});

describe('a profile stays a record', () => {
  test('of bounded size, whatever names are sent, and keeps what was rated most', async () => {
    await times(5, () => users.say('u', { taskType: 'main', model: 'main' }));
    for (let i = 0; i < 80; i += 1) await users.say('u', { taskType: `task-${i}`, model: `model-${i}` });
    for (let i = 0; i < 40; i += 1) await users.say('u', { taskType: 'main', model: `model-${i}` });
    await users.learn();
    const profile = await users.profiles.load('u');
    expect(profile?.times.size).toBe(64);
    expect(profile?.taste.tasks.get('main')?.arms.size).toBe(32);
    expect(armOf(profile, 'main', 'main').count).toBeCloseTo(5, 1);
  });

  test('sound after a thousand ratings at the same instant, all of them likes', async () => {
    const at = users.now;
    await times(1_000, () => users.say('u', { at }));
    await users.learn();
    expect(armOf(await users.profiles.load('u')).count).toBeCloseTo(1_000, -1);
    const { confidence = 2, learningRate = 2 } = (await users.known('u')).preferences[0] ?? {};
    expect(confidence).toBeGreaterThan(0.8);
    expect(confidence).toBeLessThanOrEqual(1);
    expect(learningRate).toBeGreaterThan(0);
    expect(await users.recommended('u', ['a', 'b'])).toMatchObject({ model: 'a' });
  });
});
