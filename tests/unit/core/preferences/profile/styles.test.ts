import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import type { FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { ageAt } from '#core/preferences/learner/taste.ts';
import { RatedUsers } from '../rated-users.ts';

let users: RatedUsers;
beforeEach(() => {
  users = new RatedUsers();
});

async function rate(times: number, fields: Partial<FeedbackInput>): Promise<void> {
  for (let i = 0; i < times; i += 1) await users.say('u', fields);
}

test('how a user likes answers to be is learned from what was liked, whichever model wrote it', async () => {
  await rate(7, { model: 'a', responseLength: 300 });
  await rate(6, { model: 'b', responseLength: 599 });
  await rate(1, { model: 'b', responseLength: 10, kind: 'thumbs-down' });
  await rate(8, { model: 'a', responseLength: 9_000, kind: 'thumbs-down' });
  await rate(5, { tone: 'dry' });
  await users.learn();
  const { styles } = await users.known('u');
  expect(styles).toMatchObject([
    { trait: 'length', value: 'short' },
    { trait: 'tone', value: 'dry' },
  ]);
  expect(styles[0]?.explanation).toMatch(/^prefers short answers: 13 of 14 liked, confidence 0\.9\d$/);
  // One tone alone was rated: that it is the best is not certain.
  expect(styles[1]?.confidence).toBeLessThan(0.97);
});

test('nothing is said of it where nobody says what the answers were like', async () => {
  await rate(5, {});
  await users.learn();
  expect((await users.known('u')).styles).toEqual([]);
});

test('each rating counts once, as it is now: the traits, too, may be corrected', async () => {
  const said: fc.Arbitrary<Partial<FeedbackInput>> = fc.record({
    messageId: fc.constantFrom('m1', 'm2', 'm3'),
    kind: fc.constantFrom('thumbs-up', 'thumbs-down', 'withdrawn' as const),
    tone: fc.constantFrom('dry', 'warm'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 10 }), async (ratings) => {
      users = new RatedUsers();
      for (const rating of ratings) await users.say('u', rating);
      await users.learn();
      const latest = [...new Map(ratings.map((item) => [item.messageId, item])).values()];
      const arms = (await users.profiles.load('u'))?.styles.get('tone')?.arms;
      for (const tone of ['dry', 'warm']) {
        const judged = latest.filter((entry) => entry.tone === tone && entry.kind !== 'withdrawn');
        const { rewards = 0, count = 0 } = arms?.get(tone) ?? {};
        expect(count / ageAt(users.now)).toBeCloseTo(judged.length, 1);
        expect(rewards / ageAt(users.now)).toBeCloseTo(
          judged.filter(({ kind }) => kind === 'thumbs-up').length,
          1,
        );
      }
    }),
  );
});

test('values stay few, whatever names are sent', async () => {
  await rate(5, { style: 'lists' });
  for (let i = 0; i < 60; i += 1) await rate(1, { style: `style-${i}` });
  await users.learn();
  const arms = (await users.profiles.load('u'))?.styles.get('style')?.arms;
  expect(arms?.size).toBe(32);
  expect(arms?.has('lists')).toBe(true);
});
