import { beforeEach, describe, expect, test } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { leniencyAt } from '#core/preferences/feedback/leniency.ts';
import { RatedUsers } from '../rated-users.ts';

const models = ['a', 'b'];
let users: RatedUsers;

/** Forty users who like both models three times of five. */
beforeEach(async () => {
  users = new RatedUsers();
  const random = seededRandom(9);
  for (let i = 0; i < 400; i += 1)
    await users.say(`user-${i % 40}`, {
      model: models[i % 2] ?? 'a',
      kind: random() < 0.6 ? 'thumbs-up' : 'thumbs-down',
    });
  await users.learn();
  await users.refit();
});

async function stars(user: string, ratings: readonly number[], model = 'a'): Promise<readonly string[]> {
  const messages: string[] = [];
  for (const rating of ratings) messages.push(await users.say(user, { kind: 'rating', rating, model }));
  await users.learn();
  return messages;
}
const leniencyOf = async (user: string) => {
  const { leniency = { excess: 0, count: 0 } } = (await users.profiles.load(user)) ?? {};
  return leniencyAt(leniency, users.now);
};
const expectedOf = async (user: string) => (await users.recommended(user, models))?.models[0]?.expected ?? 0;

describe('stars', () => {
  test('of a strict user and of a lenient one come to mean the same', async () => {
    await stars(
      'strict',
      Array.from({ length: 60 }, () => 2),
    );
    await stars(
      'lenient',
      Array.from({ length: 60 }, () => 5),
    );
    expect(await leniencyOf('strict')).toBeLessThan(-0.2);
    expect(await leniencyOf('lenient')).toBeGreaterThan(0.2);
    // Two and five stars are 0.25 and 1: half of the way between them is gone.
    expect((await expectedOf('lenient')) - (await expectedOf('strict'))).toBeLessThan(0.375);
  });

  test('still say which model a strict user prefers', async () => {
    for (let i = 0; i < 20; i += 1) {
      await stars('strict', [3], 'b');
      await stars('strict', [1], 'a');
    }
    expect(await users.recommended('strict', models)).toMatchObject({ preferred: 'b' });
  });

  test('that are rolled back, or become thumbs, leave no leniency behind', async () => {
    const messages = await stars('u', [5, 5, 5]);
    expect(await leniencyOf('u')).toBeGreaterThan(0);
    for (const [i, messageId] of messages.entries())
      await users.say('u', { messageId, kind: i === 0 ? 'withdrawn' : 'thumbs-up' });
    await users.learn();
    expect(await leniencyOf('u')).toBeCloseTo(0, 9);
  });

  test('of what nobody else has rated are taken as they are', async () => {
    for (let i = 0; i < 10; i += 1) await users.say('u', { kind: 'rating', rating: 5, taskType: 'verse' });
    await users.learn();
    expect(await leniencyOf('u')).toBe(0);
  });
});

test('thumbs are taken as they are', async () => {
  for (let i = 0; i < 30; i += 1) await users.say('u', { model: 'a' });
  await users.learn();
  expect(await leniencyOf('u')).toBe(0);
});
