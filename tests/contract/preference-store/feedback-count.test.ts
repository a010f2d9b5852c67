import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readFeedbackCount } from '#adapters/dynamodb/feedback-count.ts';
import { dynamoPreferences } from '#adapters/dynamodb/preferences.ts';
import type { Table } from '#adapters/dynamodb/table.ts';
import { Unavailable } from '#core/errors.ts';
import type { FeedbackInput } from '#core/preferences/feedback.ts';
import { forgetUser } from '#core/preferences/forget-user.ts';
import { recordFeedback } from '#core/preferences/record-feedback.ts';
import { startTestDatabase, type TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
let table: Table;
beforeAll(async () => {
  database = await startTestDatabase();
});
beforeEach(async () => {
  table = await database.newTable();
});
afterAll(() => database.stop());

async function say(userId: string, messageId: string, kind: FeedbackInput['kind'] = 'thumbs-up') {
  const input = { messageId, kind, model: 'a', taskType: 'code', timeZone: 'UTC' };
  const request = { userId, input, now: Date.now(), store: dynamoPreferences(table) };
  for (;;) {
    try {
      return await recordFeedback(request);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
    }
  }
}

test('nobody has said anything of an empty table', async () => {
  expect(await readFeedbackCount(table)).toEqual({ messages: 0, users: 0 });
});

test('messages are counted once, and users once', async () => {
  await say('user-1', 'm1');
  await say('user-1', 'm2');
  await say('user-2', 'm1');
  expect(await readFeedbackCount(table)).toEqual({ messages: 3, users: 2 });
});

test('neither a repetition nor a changed mind counts', async () => {
  await say('user-1', 'm1');
  await say('user-1', 'm1');
  await say('user-1', 'm1', 'thumbs-down');
  expect(await readFeedbackCount(table)).toEqual({ messages: 1, users: 1 });
});

test('who was forgotten is counted no more, and again who comes back', async () => {
  await say('user-1', 'm1');
  await say('user-1', 'm2');
  await say('user-2', 'm1');
  const forget = () => forgetUser({ userId: 'user-1', now: Date.now(), store: dynamoPreferences(table) });
  await Promise.all([forget(), forget().catch(() => undefined)]);
  await forget();
  expect(await readFeedbackCount(table)).toEqual({ messages: 1, users: 1 });
  await say('user-1', 'm1');
  expect(await readFeedbackCount(table)).toEqual({ messages: 2, users: 2 });
});

test('what races is counted once each', async () => {
  const users = ['user-1', 'user-2', 'user-3'];
  const messages = Array.from({ length: 5 }, (_, i) => `m${i}`);
  const twice = [...messages, ...messages];
  await Promise.all(users.flatMap((user) => twice.map((message) => say(user, message))));
  expect(await readFeedbackCount(table)).toEqual({ messages: 15, users: 3 });
});
