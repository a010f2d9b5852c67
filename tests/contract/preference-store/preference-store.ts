import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '#core/errors.ts';
import type { LearningEvent } from '#core/events/learning-event.ts';
import { verifyChain } from '#core/events/verify-chain.ts';
import type { FeedbackInput } from '#core/preferences/feedback.ts';
import { forgetUser } from '#core/preferences/forget-user.ts';
import type { FeedbackChange, PreferenceStore } from '#core/preferences/ports.ts';
import { applyFeedback, emptyProfile } from '#core/preferences/profile.ts';
import { type RecordedFeedback, recordFeedback } from '#core/preferences/record-feedback.ts';

export interface PreferenceRecords {
  readonly preferences: PreferenceStore;
  /** A subject's learning events, oldest first. */
  eventsOf(subject: string): Promise<readonly LearningEvent[]>;
}

const now = Date.UTC(2026, 5, 1, 9);
const minute = 60_000;

/** What every store of preferences promises. `open` answers an empty one. */
export function behavesAsPreferenceStore(open: () => Promise<PreferenceRecords>): void {
  let preferences: PreferenceStore;
  let eventsOf: PreferenceRecords['eventsOf'];
  beforeEach(async () => {
    ({ preferences, eventsOf } = await open());
  });

  /** As a client does: told that others were first too often, it sends again. */
  async function say(
    messageId: string,
    fields: Partial<FeedbackInput> = {},
    userId = 'user-1',
  ): Promise<RecordedFeedback> {
    const input = { kind: 'thumbs-up', model: 'a', taskType: 'code', timeZone: 'UTC', ...fields } as const;
    for (;;) {
      try {
        return await recordFeedback({ userId, input: { messageId, ...input }, now, store: preferences });
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error;
      }
    }
  }
  const cellOf = async (model: string) => (await preferences.profileOf('user-1'))?.cells.code?.[model];

  it('knows nothing of a user who has said nothing', async () => {
    expect(await preferences.loadForFeedback('user-1', 'm1')).toEqual({ profile: null, feedback: null });
    expect(await preferences.profileOf('user-1')).toBeNull();
    expect(await preferences.feedbackOf('user-1', { limit: 10 })).toEqual({ items: [] });
  });

  it('reads a change as it was saved', async () => {
    const change = firstChange('m1');
    await preferences.saveFeedback(change);
    expect(await preferences.loadForFeedback('user-1', 'm1')).toEqual({
      profile: change.profile,
      feedback: change.feedback,
    });
    expect(await preferences.profileOf('user-1')).toEqual(change.profile);
  });

  it('knows the user, but not another message, nor another user by the same message', async () => {
    await say('m1');
    expect(await preferences.loadForFeedback('user-1', 'm2')).toMatchObject({
      profile: { userId: 'user-1' },
      feedback: null,
    });
    expect(await preferences.loadForFeedback('user-2', 'm1')).toEqual({ profile: null, feedback: null });
  });

  it('refuses a change of an old version and saves nothing of it', async () => {
    await preferences.saveFeedback(firstChange('m1'));
    const event = { ...preferred, reason: 'it must not be told' };
    const saving = preferences.saveFeedback({ ...firstChange('m2'), event });
    await expect(saving).rejects.toMatchObject({ code: 'store/stale' });
    expect((await preferences.loadForFeedback('user-1', 'm2')).feedback).toBeNull();
    expect(await preferences.profileOf('user-1')).toEqual(firstChange('m1').profile);
    expect(await eventsOf('user:user-1')).toEqual([]);
  });

  describe('when feedback of one user races', () => {
    const messages = Array.from({ length: 8 }, (_, i) => `m${i}`);

    it('one of the first changes wins', async () => {
      const saving = messages.map((message) => preferences.saveFeedback(firstChange(message)));
      const results = await Promise.allSettled(saving);
      const losers = results.filter((result) => result.status === 'rejected');
      expect(losers).toHaveLength(messages.length - 1);
      for (const { reason } of losers) expect(reason).toMatchObject({ code: 'store/stale' });
      expect((await preferences.feedbackOf('user-1', { limit: 10 })).items).toHaveLength(1);
    });

    it('nothing is lost', async () => {
      await Promise.all(messages.map((message) => say(message)));
      expect(await cellOf('a')).toMatchObject({ count: messages.length });
      const { items } = await preferences.feedbackOf('user-1', { limit: 100 });
      expect(items.map(({ messageId }) => messageId).toSorted()).toEqual(messages);
      expect(new Set(items.map(({ position }) => position))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8]));
    });

    it('a repeated message counts once', async () => {
      const results = await Promise.all(messages.map(() => say('m1')));
      expect(results.filter(({ changed }) => changed === 'recorded')).toHaveLength(1);
      expect(await cellOf('a')).toMatchObject({ count: 1 });
    });

    it('every learning event has its place in one unbroken chain', async () => {
      // The first judgement of a task type is always an event.
      await Promise.all(messages.map((message) => say(message, { taskType: `task-${message}` })));
      const events = await eventsOf('user:user-1');
      expect(events).toHaveLength(messages.length);
      expect(verifyChain(events, sha256)).toBeNull();
      const profile = await preferences.profileOf('user-1');
      expect(profile?.lastEvent).toEqual({ sequence: messages.length, hash: events.at(-1)?.hash });
    });
  });

  it('replaces what was said of a message when the user thinks otherwise', async () => {
    await say('m1');
    await say('m1', { kind: 'rating', rating: 2, comment: 'Hm.' });
    const { feedback } = await preferences.loadForFeedback('user-1', 'm1');
    expect(feedback).toMatchObject({ kind: 'rating', rating: 2, comment: 'Hm.', reward: 0.25, position: 1 });
    expect(await cellOf('a')).toMatchObject({ count: 1 });
  });

  describe("a user's feedback", () => {
    const fill = async () => {
      await say('old', { at: now - 3 * minute });
      await say('new', { at: now - minute });
      await say('middle', { at: now - 2 * minute });
      await say('elsewhere', {}, 'user-2');
    };

    it('is listed by its messages, without that of others', async () => {
      await fill();
      const { items } = await preferences.feedbackOf('user-1', { limit: 10 });
      expect(items.map(({ messageId }) => messageId)).toEqual(['middle', 'new', 'old']);
    });

    it('is gone where it was deleted, and nothing else is', async () => {
      await fill();
      await preferences.deleteFeedback('user-1', ['new', 'old']);
      const { items } = await preferences.feedbackOf('user-1', { limit: 10 });
      expect(items.map(({ messageId }) => messageId)).toEqual(['middle']);
      expect((await preferences.feedbackOf('user-2', { limit: 10 })).items).toHaveLength(1);
      expect(await preferences.profileOf('user-1')).not.toBeNull();
    });

    it('stays whole where some of what is to be deleted was gone already', async () => {
      await fill();
      const deleting = preferences.deleteFeedback('user-1', ['new', 'never said']);
      await expect(deleting).rejects.toMatchObject({ code: 'store/stale' });
      expect((await preferences.feedbackOf('user-1', { limit: 10 })).items).toHaveLength(3);
    });

    it('goes on page by page', async () => {
      await fill();
      const messages: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await preferences.feedbackOf('user-1', { limit: 2, ...(cursor ? { cursor } : {}) });
        expect(page.items.length).toBeLessThanOrEqual(2);
        messages.push(...page.items.map(({ messageId }) => messageId));
        cursor = page.cursor;
      } while (cursor);
      expect(messages).toEqual(['middle', 'new', 'old']);
    });

    it('refuses a cursor that it did not answer', async () => {
      await fill();
      const reading = preferences.feedbackOf('user-1', { limit: 2, cursor: 'nonsense' });
      await expect(reading).rejects.toMatchObject({ code: 'page/invalid-cursor' });
    });
  });

  describe('a user who is forgotten', () => {
    const forget = (userId = 'user-1') => forgetUser({ userId, now: now + minute, store: preferences });

    it('leaves nothing but a place in the audit log', async () => {
      await say('m1', { comment: 'I work for nobody.' });
      await say('m2', { model: 'b', taskType: 'mail' });
      const before = await eventsOf('user:user-1');

      expect(await forget()).toEqual({ messages: 2 });

      expect((await preferences.feedbackOf('user-1', { limit: 10 })).items).toEqual([]);
      expect(await preferences.profileOf('user-1')).toMatchObject({ cells: {}, times: {} });
      const events = await eventsOf('user:user-1');
      expect(events.slice(0, -1)).toEqual(before);
      expect(events.at(-1)).toMatchObject({ type: 'user.forgotten', before: null, after: null });
      expect(verifyChain(events, sha256)).toBeNull();
    });

    it('may speak again, as somebody new, on the same chain', async () => {
      await say('m1');
      await forget();
      const { changed, preference } = await say('m1', { kind: 'thumbs-down' });
      expect(changed).toBe('recorded');
      expect(preference).toMatchObject({ model: 'a', count: 1 });
      const events = await eventsOf('user:user-1');
      expect(verifyChain(events, sha256)).toBeNull();
      expect(events.at(-1)?.type).toBe('preference.changed');
    });

    it('is forgotten once, and somebody who is not known leaves no trace', async () => {
      await say('m1');
      await forget();
      const events = await eventsOf('user:user-1');
      expect(await forget()).toEqual({ messages: 0 });
      expect(await eventsOf('user:user-1')).toEqual(events);
      expect(await forget('nobody')).toEqual({ messages: 0 });
      expect(await preferences.profileOf('nobody')).toBeNull();
      expect(await eventsOf('user:nobody')).toEqual([]);
    });

    it('is forgotten whole, however much there is and however often it was broken off', async () => {
      await Promise.all(Array.from({ length: 120 }, (_, i) => say(`m${i}`)));
      let left = 2;
      const dying: PreferenceStore = {
        ...bound(preferences),
        async deleteFeedback(userId, messageIds) {
          left -= 1;
          if (left === 0) throw new Error('the process died');
          await preferences.deleteFeedback(userId, messageIds);
        },
      };
      await expect(forgetUser({ userId: 'user-1', now, store: dying })).rejects.toThrow('died');
      expect((await preferences.feedbackOf('user-1', { limit: 100 })).items).toHaveLength(70);

      expect(await forget()).toEqual({ messages: 70 });
      expect((await preferences.feedbackOf('user-1', { limit: 10 })).items).toEqual([]);
    });

    it('who goes on speaking is forgotten or heard, and the record is sound either way', async () => {
      await say('m1');
      await Promise.all([forget(), say('m2'), say('m3'), forget()]);
      const messages = (await preferences.feedbackOf('user-1', { limit: 10 })).items.length;
      await forget();
      expect(messages).toBeLessThanOrEqual(3);
      expect((await preferences.feedbackOf('user-1', { limit: 10 })).items).toEqual([]);
      expect(verifyChain(await eventsOf('user:user-1'), sha256)).toBeNull();
    });
  });
}

/** Its methods without the object that they are of. */
const bound = (store: PreferenceStore): PreferenceStore => ({
  loadForFeedback: (...args) => store.loadForFeedback(...args),
  saveFeedback: (change) => store.saveFeedback(change),
  profileOf: (userId) => store.profileOf(userId),
  feedbackOf: (...args) => store.feedbackOf(...args),
  deleteFeedback: (...args) => store.deleteFeedback(...args),
  forgetProfile: (forgetting) => store.forgetProfile(forgetting),
});

/** The change that a user's first feedback makes. */
function firstChange(messageId: string): FeedbackChange {
  const said = { messageId, kind: 'thumbs-up', model: 'a', taskType: 'code', timeZone: 'UTC' } as const;
  const feedback = { ...said, userId: 'user-1', at: now, recordedAt: now, reward: 1, position: null };
  return {
    ...applyFeedback(emptyProfile('user-1'), feedback, null),
    expectedVersion: 0,
    previous: null,
    isFirst: true,
  };
}

const preferred = {
  type: 'preference.changed',
  subject: 'user:user-1',
  actor: 'user:user-1',
  before: null,
  after: { model: 'a' },
  impact: 0.1,
};

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
