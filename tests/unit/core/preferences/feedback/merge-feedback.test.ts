import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FeedbackInput } from '#core/preferences/feedback/feedback.ts';
import { mergeFeedback } from '#core/preferences/feedback/merge-feedback.ts';

const now = Date.UTC(2026, 5, 1);
const day = 24 * 3_600_000;
const input = (fields: Partial<FeedbackInput>): FeedbackInput => ({
  messageId: 'm1',
  kind: 'thumbs-up',
  model: 'a',
  taskType: 'code',
  timeZone: 'UTC',
  ...fields,
});
const merged = (...inputs: FeedbackInput[]) =>
  inputs.reduce<ReturnType<typeof mergeFeedback> | null>(
    (previous, next, i) => mergeFeedback(previous, next, 'u', now + i),
    null,
  );

describe('a second judgment of the same message', () => {
  test('replaces the first, and what belonged to it alone', () => {
    const result = merged(input({ kind: 'rating', rating: 2 }), input({ kind: 'thumbs-up' }));
    expect(result).toMatchObject({ kind: 'thumbs-up', reward: 1, recordedAt: now + 1 });
    expect(result).not.toHaveProperty('rating');
  });

  test('keeps the comment and the time of the first', () => {
    const result = merged(
      input({ comment: 'Nice.', at: now - day }),
      input({ kind: 'thumbs-down', at: now }),
    );
    expect(result).toMatchObject({ kind: 'thumbs-down', reward: 0, comment: 'Nice.', at: now - day });
  });

  test('that says the same without a time of its own was only sent again, and changes nothing', () => {
    const first = mergeFeedback(null, input({ comment: 'Nice.' }), 'u', now);
    expect(mergeFeedback(first, input({ comment: 'Nice.' }), 'u', now + day)).toBe(first);
    expect(mergeFeedback(first, input({ kind: 'thumbs-down' }), 'u', now + day)).not.toBe(first);
  });

  test('that says the same of the same time changes nothing, whenever it arrives', () => {
    const first = mergeFeedback(null, input({ comment: 'Nice.', at: now }), 'u', now);
    expect(mergeFeedback(first, input({ comment: 'Nice.', at: now }), 'u', now + day)).toBe(first);
    expect(mergeFeedback(first, input({ at: now }), 'u', now + day)).toBe(first);
  });

  test('that says the same again later outlives what was said in between', () => {
    const again = merged(input({ at: now }), input({ at: now + 2 * day }));
    const late = mergeFeedback(again, input({ kind: 'thumbs-down', at: now + day }), 'u', now + 3 * day);
    expect(late).toBe(again);
  });
});

test('a comment alone on a rated message adds the text and leaves the rating in force', () => {
  const result = merged(input({ kind: 'rating', rating: 4 }), input({ kind: 'comment', comment: 'Almost.' }));
  expect(result).toMatchObject({ kind: 'rating', rating: 4, reward: 0.75, comment: 'Almost.' });
});

test('a judgment on a message with a comment alone keeps the comment', () => {
  const result = merged(input({ kind: 'comment', comment: 'Hm.' }), input({ kind: 'thumbs-down' }));
  expect(result).toMatchObject({ kind: 'thumbs-down', reward: 0, comment: 'Hm.' });
});

test.each([{ model: 'b' }, { taskType: 'mail' }])('the same message with %j is a conflict', (fields) => {
  const first = mergeFeedback(null, input({}), 'u', now);
  expect(() => mergeFeedback(first, input(fields), 'u', now)).toThrowError(
    expect.objectContaining({ code: 'feedback/message-differs' }),
  );
});

test('a judgment that is withdrawn leaves the comment, and judges nothing', () => {
  const result = merged(input({ kind: 'rating', rating: 2, comment: 'Hm.' }), input({ kind: 'withdrawn' }));
  expect(result).toMatchObject({ kind: 'withdrawn', reward: null, comment: 'Hm.' });
  expect(result).not.toHaveProperty('rating');
});

const saying = fc.record(
  {
    judgment: fc.constantFrom(
      { kind: 'thumbs-up' } as const,
      { kind: 'thumbs-down' } as const,
      { kind: 'withdrawn' } as const,
      { kind: 'rating', rating: 2.5 } as const,
      { kind: 'rating', rating: 5, scale: 'ten' } as const,
      { kind: 'comment', comment: 'Hm.' } as const,
    ),
    details: fc.record(
      { comment: fc.constantFrom('Good.', 'Bad.'), tone: fc.constantFrom('dry', 'warm') },
      { requiredKeys: [] },
    ),
    at: fc.integer({ min: now, max: now + 3 }),
    timeZone: fc.constantFrom('UTC', 'Asia/Tokyo'),
  },
  { requiredKeys: ['judgment', 'details', 'at', 'timeZone'] },
);

test('the order in which feedback arrives makes no difference, and neither do repetitions', () => {
  const shuffled = fc
    .array(saying, { minLength: 1, maxLength: 6 })
    .chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length, maxLength: 2 * all.length }),
      ),
    );
  fc.assert(
    fc.property(shuffled, ([inOrder, mixed]) => {
      const known = [inOrder, mixed].map((all) =>
        merged(
          ...all.map(({ judgment, details, at, timeZone }) =>
            input({ ...details, ...judgment, at, timeZone }),
          ),
        ),
      );
      expect({ ...known[1], recordedAt: 0 }).toEqual({ ...known[0], recordedAt: 0 });
    }),
    { numRuns: 500 },
  );
});
