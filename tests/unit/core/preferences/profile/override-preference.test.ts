import { beforeEach, expect, test } from 'vitest';
import { verifyChain } from '#core/events/verify-chain.ts';
import { sha256 } from '../../../../support/memory-preferences.ts';
import { RatedUsers } from '../rated-users.ts';

let users: RatedUsers;
beforeEach(async () => {
  users = new RatedUsers();
  for (let i = 0; i < 20; i += 1) await users.say('u', { model: 'a' });
  await users.learn();
});

test('the model that was decided on by hand is recommended, whatever was learned and whatever is drawn', async () => {
  await users.decide('u', 'b');
  for (const random of [0, 0.05, 0.5, 0.999])
    expect(await users.recommended('u', ['a', 'b'], random)).toMatchObject({
      model: 'b',
      propensity: 1,
      explored: false,
      basis: 'override',
      preferred: 'a',
    });
  expect((await users.known('u')).overrides).toEqual([{ taskType: 'code', model: 'b' }]);
});

test('it stays decided while more is learned, and until it is rolled back', async () => {
  await users.decide('u', 'b');
  await users.say('u', { model: 'b', kind: 'thumbs-down' });
  await users.learn();
  expect(await users.recommended('u', ['a', 'b'])).toMatchObject({ model: 'b' });
  await users.decide('u', null);
  expect(await users.recommended('u', ['a', 'b'])).toMatchObject({ model: 'a', basis: 'own' });
});

test('another task type, and an offer without that model, are as they were', async () => {
  await users.decide('u', 'b');
  expect(await users.recommended('u', ['a', 'c'])).toMatchObject({ model: 'a', basis: 'own' });
  expect(await users.recommended('u', ['a', 'b'], 0.99, 'mail')).toMatchObject({ basis: 'none' });
});

test('one may decide for a user of whom nothing is known', async () => {
  await users.decide('new', 'b');
  expect(await users.recommended('new', ['a', 'b'])).toMatchObject({ model: 'b' });
});

test('each decision is in the audit log once, with who took it', async () => {
  await users.decide('u', 'b');
  await users.decide('u', 'b');
  await users.decide('u', null);
  await users.decide('u', null);
  const told = users.profiles.events.filter(({ type }) => type === 'preference.overridden');
  expect(told.map(({ actor, before, after }) => [actor, before, after])).toEqual([
    ['user:operator', { taskType: 'code', model: null }, { taskType: 'code', model: 'b' }],
    ['user:operator', { taskType: 'code', model: 'b' }, { taskType: 'code', model: null }],
  ]);
  expect(verifyChain(users.profiles.events, sha256)).toBeNull();
});

test('there may be 64 of them', async () => {
  for (let i = 0; i < 64; i += 1) await users.decide('u', 'b', `task-${i}`);
  await expect(users.decide('u', 'b', 'one-more')).rejects.toMatchObject({
    code: 'preferences/too-many-overrides',
  });
  await users.decide('u', 'c', 'task-1');
});

test('who is forgotten has none, even where nothing else was known', async () => {
  await users.decide('new', 'b');
  await users.forget('new');
  expect((await users.known('new')).overrides).toEqual([]);
});
