import { beforeEach, expect, test } from 'vitest';
import type { FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { recordFeedback } from '#core/preferences/feedback/record-feedback.ts';
import { MemoryFeedback } from '../../../../support/memory-preferences.ts';

const now = Date.UTC(2026, 5, 1, 9);
const day = 24 * 3_600_000;
let store: MemoryFeedback;
beforeEach(() => {
  store = new MemoryFeedback();
});

const say = (messageId: string, fields: Partial<FeedbackInput> = {}) =>
  recordFeedback({
    userId: 'u',
    input: { messageId, kind: 'thumbs-up', model: 'a', taskType: 'code', timeZone: 'UTC', ...fields },
    now,
    store,
  });

test('the first feedback is recorded', async () => {
  const { changed, feedback } = await say('m1');
  expect(changed).toBe('recorded');
  expect(feedback).toMatchObject({ userId: 'u', reward: 1, at: now, recordedAt: now });
});

test('the same feedback again is unchanged, and nobody is told', async () => {
  await say('m1');
  expect(await say('m1')).toMatchObject({ changed: 'unchanged', feedback: { reward: 1 } });
  expect(store.changes).toHaveLength(1);
});

test('a changed mind replaces, and so does a withdrawal', async () => {
  await say('m1');
  expect(await say('m1', { kind: 'thumbs-down' })).toMatchObject({
    changed: 'replaced',
    feedback: { reward: 0 },
  });
  expect(await say('m1', { kind: 'withdrawn' })).toMatchObject({
    changed: 'replaced',
    feedback: { reward: null },
  });
  expect(store.changes.map(({ feedback }) => feedback.reward)).toEqual([1, 0, null]);
});

test.each([{ model: 'b' }, { taskType: 'mail' }])('the same message with %j is refused', async (fields) => {
  await say('m1');
  await expect(say('m1', fields)).rejects.toMatchObject({ code: 'feedback/message-differs' });
  expect(store.changes).toHaveLength(1);
});

test.each([
  [now + 5 * 60_000, true],
  [now + 5 * 60_000 + 1, false],
  [now - 9_000 * day, true],
])('feedback given at %d is accepted: %s', async (at, accepted) => {
  const saying = say('m1', { at });
  if (accepted) expect(await saying).toMatchObject({ feedback: { at } });
  else await expect(saying).rejects.toMatchObject({ code: 'feedback/time-out-of-range' });
});

test('what was said earlier and arrives later is told to be known already', async () => {
  await say('m1', { kind: 'thumbs-down', at: now });
  expect(await say('m1', { at: now - day })).toMatchObject({
    changed: 'unchanged',
    feedback: { kind: 'thumbs-down', at: now - day },
  });
});
