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

  test('that says the same changes nothing, whenever it arrives', () => {
    const first = mergeFeedback(null, input({ comment: 'Nice.', at: now }), 'u', now);
    expect(mergeFeedback(first, input({ comment: 'Nice.' }), 'u', now + day)).toBe(first);
    expect(mergeFeedback(first, input({}), 'u', now + day)).toBe(first);
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
