import { beforeEach, describe, expect, test } from 'vitest';
import { Conflict, Unavailable } from '#core/errors.ts';
import { verifyChain } from '#core/events/verify-chain.ts';
import type { FeedbackInput } from '#core/preferences/feedback.ts';
import type { FeedbackChange } from '#core/preferences/ports.ts';
import { recordFeedback } from '#core/preferences/record-feedback.ts';
import { MemoryStore, sha256 } from './memory-store.ts';

const now = Date.UTC(2026, 5, 1, 9);
let store: MemoryStore;
beforeEach(() => {
  store = new MemoryStore();
});

const say = (messageId: string, fields: Partial<FeedbackInput> = {}) =>
  recordFeedback({
    userId: 'u',
    input: { messageId, kind: 'thumbs-up', model: 'a', taskType: 'code', timeZone: 'UTC', ...fields },
    now,
    store,
  });

test('the first feedback is recorded, and the preference answers with it', async () => {
  const { changed, feedback, preference } = await say('m1');
  expect(changed).toBe('recorded');
  expect(feedback).toMatchObject({ userId: 'u', reward: 1, position: 1, at: now, recordedAt: now });
  expect(preference).toMatchObject({ taskType: 'code', model: 'a', mean: 0.55, count: 1, alternatives: [] });
});

test('the same feedback again is unchanged and writes nothing', async () => {
  await say('m1');
  expect(await say('m1')).toMatchObject({ changed: 'unchanged', preference: { mean: 0.55, count: 1 } });
  expect(store.saves).toBe(1);
});

test('a changed mind replaces', async () => {
  await say('m1');
  const { changed, preference } = await say('m1', { kind: 'thumbs-down' });
  expect(changed).toBe('replaced');
  expect(preference?.mean).toBeCloseTo(0.45, 12);
  expect(preference?.count).toBe(1);
});

test('a comment alone prefers nothing', async () => {
  expect(await say('m1', { kind: 'comment', comment: 'Hm.' })).not.toHaveProperty('preference');
});

describe('a learning event', () => {
  test('is recorded when another model comes to be preferred, and only then', async () => {
    await say('m1', { model: 'a' });
    await say('m2', { model: 'a' });
    await say('m3', { model: 'b' });
    await say('m1', { model: 'a', kind: 'thumbs-down' });
    expect(store.events.map(({ before, after }) => [before, after])).toMatchObject([
      [null, { model: 'a' }],
      [{ model: 'a' }, { model: 'b' }],
    ]);
    expect(store.events[1]?.reason).toBe(
      'After thumbs-down for message m1 by a, b (0.55) is preferred to a (0.51) for code.',
    );
    expect(store.events[1]?.impact).toBeCloseTo(0.55 - 0.505, 12);
  });

  test('hangs on the one before it', async () => {
    await say('m1', { model: 'a' });
    await say('m1', { model: 'a', kind: 'thumbs-down' });
    await say('m2', { model: 'b' });
    expect(store.events).toHaveLength(2);
    expect(verifyChain(store.events, sha256)).toBeNull();
  });
});

describe('when other feedback of the user is first', () => {
  class Racing extends MemoryStore {
    losses = 0;
    override async saveFeedback(change: FeedbackChange): Promise<void> {
      if (this.losses > 0) {
        this.losses -= 1;
        throw new Conflict('Someone else was first.', { code: 'store/stale' });
      }
      await super.saveFeedback(change);
    }
  }
  const racing = (losses: number) => {
    const racer = new Racing();
    racer.losses = losses;
    store = racer;
  };

  test('it reads again and succeeds', async () => {
    racing(4);
    expect(await say('m1')).toMatchObject({ changed: 'recorded' });
  });

  test('it gives up after five times', async () => {
    racing(5);
    await expect(say('m1')).rejects.toThrow(Unavailable);
  });

  test('nothing is lost of four at once', async () => {
    const messages = Array.from({ length: 4 }, (_, i) => `m${i}`);
    await Promise.all(messages.map((message) => say(message)));
    expect((await store.profileOf('u'))?.cells).toMatchObject({ code: { a: { count: 4 } } });
  });
});

test('another conflict is not tried again', async () => {
  await say('m1');
  await expect(say('m1', { model: 'b' })).rejects.toMatchObject({ code: 'feedback/message-differs' });
});
