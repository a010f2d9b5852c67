import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { Conflict } from '#core/errors.ts';
import type { Feedback, FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { mergeFeedback } from '#core/preferences/feedback/merge-feedback.ts';
import type { FeedbackStore } from '#core/preferences/ports.ts';

const now = Date.UTC(2026, 5, 1, 9);
const minute = 60_000;

const input = (fields: Partial<FeedbackInput> = {}): FeedbackInput => ({
  messageId: 'm1',
  kind: 'thumbs-up',
  model: 'a',
  taskType: 'code',
  timeZone: 'UTC',
  ...fields,
});

const judgments: fc.Arbitrary<Partial<FeedbackInput>> = fc.oneof(
  fc.constantFrom({ kind: 'thumbs-up' }, { kind: 'thumbs-down' }, { kind: 'withdrawn' } as const),
  fc.integer({ min: 2, max: 10 }).map((halves) => ({ kind: 'rating' as const, rating: halves / 2 })),
  fc
    .integer({ min: 0, max: 10 })
    .map((rating) => ({ kind: 'rating' as const, rating, scale: 'ten' as const })),
);
const details = fc.record(
  {
    comment: fc.constantFrom('Good.', 'Bad.'),
    tone: fc.constantFrom('dry', 'warm'),
    responseLength: fc.nat(9),
  },
  { requiredKeys: [] },
);
const inputs: fc.Arbitrary<FeedbackInput> = fc
  .tuple(
    fc.oneof(judgments, fc.constant({ kind: 'comment', comment: 'Hm.' } as const)),
    details,
    fc.record(
      {
        model: fc.constantFrom('a', 'a', 'a', 'b'),
        at: fc.integer({ min: now - 10, max: now }),
        timeZone: fc.constantFrom('UTC', 'Asia/Tokyo'),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([judgment, detail, rest]) => input({ ...detail, ...judgment, ...rest }));

/** What every feedback store guarantees. `open` returns an empty store. */
export function behavesAsFeedbackStore(open: () => Promise<FeedbackStore>): void {
  let store: FeedbackStore;
  beforeEach(async () => {
    store = await open();
  });
  const all = async (userId = 'user-1') => (await store.feedbackOf(userId, { limit: 100 })).items;

  it('has nothing of a user without feedback', async () => {
    expect(await store.feedbackOf('user-1', { limit: 10 })).toEqual({ items: [] });
  });

  it('returns the earlier feedback, and keeps the new one', async () => {
    expect(await store.record('user-1', input({ comment: 'Good.' }), now)).toBeNull();
    const first = { ...input({ comment: 'Good.' }), userId: 'user-1', at: now, recordedAt: now, reward: 1 };
    expect(await all()).toEqual([first]);
    expect(await store.record('user-1', input({ kind: 'thumbs-down' }), now + 1)).toEqual(first);
    const judged = { kind: 'thumbs-down', reward: 0, saidAt: { judgment: now + 1 } };
    expect(await all()).toEqual([{ ...first, ...judged, recordedAt: now + 1 }]);
  });

  it('keeps what was said last, also if it arrives first', async () => {
    await store.record('user-1', input({ kind: 'thumbs-down', at: now }), now);
    await store.record('user-1', input({ comment: 'Hm.', at: now - minute }), now + 1);
    expect(await all()).toMatchObject([
      { kind: 'thumbs-down', reward: 0, comment: 'Hm.', at: now - minute, saidAt: { judgment: now } },
    ]);
  });

  it('keeps what was said last of many who write at once', async () => {
    const said = Array.from({ length: 6 }, (_, i) =>
      input({ kind: 'rating', rating: 1 + i / 2, at: now + i }),
    );
    await Promise.all(said.map((item) => store.record('user-1', item, now + minute)));
    expect(await all()).toMatchObject([{ rating: 3.5, at: now, saidAt: { judgment: now + 5 } }]);
  });

  it('keeps the result of merging for any feedback', async () => {
    let user = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(inputs, { minLength: 1, maxLength: 5 }), async (said) => {
        user += 1;
        const userId = `user-${user}`;
        let merged: Feedback | null = null;
        for (const [i, item] of said.entries()) {
          const before: Feedback | null = merged;
          expect(await store.record(userId, item, now + i)).toEqual(before);
          merged = mergedOrRefused(before, item, userId, now + i);
        }
        expect(await all(userId)).toEqual([merged]);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps users with the same message separate', async () => {
    await store.record('user-1', input(), now);
    expect(await store.record('user-2', input(), now)).toBeNull();
    expect(await all('user-2')).toHaveLength(1);
  });

  it('treats exactly one of many identical concurrent writes as the first', async () => {
    const before = await Promise.all(Array.from({ length: 8 }, () => store.record('user-1', input(), now)));
    expect(before.filter((entry) => entry === null)).toHaveLength(1);
    expect(await all()).toHaveLength(1);
  });

  describe("a user's feedback", () => {
    beforeEach(async () => {
      for (const messageId of ['old', 'new', 'middle'])
        await store.record('user-1', input({ messageId }), now);
      await store.record('user-2', input({ messageId: 'elsewhere' }), now);
    });
    const messages = async () => (await all()).map(({ messageId }) => messageId);

    it('is listed by message, without that of others', async () => {
      expect(await messages()).toEqual(['middle', 'new', 'old']);
    });

    it('is deleted without deleting anything else', async () => {
      await store.deleteFeedback('user-1', ['new', 'old'], now);
      expect(await messages()).toEqual(['middle']);
      expect(await all('user-2')).toHaveLength(1);
    });

    it('stays intact if some of the feedback to delete is already gone', async () => {
      const deleting = store.deleteFeedback('user-1', ['new', 'never said'], now);
      await expect(deleting).rejects.toMatchObject({ code: 'store/stale' });
      expect(await messages()).toHaveLength(3);
    });

    it('is new if it is given again after it was deleted', async () => {
      await store.deleteFeedback('user-1', ['new'], now);
      expect(await store.record('user-1', input({ messageId: 'new' }), now + minute)).toBeNull();
    });

    it('is read page by page', async () => {
      const read: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.feedbackOf('user-1', { limit: 2, ...(cursor ? { cursor } : {}) });
        expect(page.items.length).toBeLessThanOrEqual(2);
        read.push(...page.items.map(({ messageId }) => messageId));
        cursor = page.cursor;
      } while (cursor);
      expect(read).toEqual(['middle', 'new', 'old']);
    });

    it('refuses a cursor that it did not return', async () => {
      const reading = store.feedbackOf('user-1', { limit: 2, cursor: 'nonsense' });
      await expect(reading).rejects.toMatchObject({ code: 'page/invalid-cursor' });
    });
  });
}

function mergedOrRefused(before: Feedback | null, said: FeedbackInput, userId: string, at: number) {
  try {
    return mergeFeedback(before, said, userId, at);
  } catch (error) {
    if (error instanceof Conflict) return before;
    throw error;
  }
}
