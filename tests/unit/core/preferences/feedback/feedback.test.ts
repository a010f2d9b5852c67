import { expect, test } from 'vitest';
import { FeedbackInput, rewardOf } from '#core/preferences/feedback/feedback.ts';

const thumbsUp = { messageId: 'm1', kind: 'thumbs-up', model: 'openai/gpt-4o-mini', taskType: 'code' };
const accepts = (input: unknown) => FeedbackInput.safeParse(input).success;

test('thumbs need no more than message, model and task type; the time zone is UTC unless said', () => {
  expect(FeedbackInput.parse(thumbsUp)).toEqual({ ...thumbsUp, timeZone: 'UTC' });
});

test('a rating is given exactly when the kind is rating', () => {
  expect(accepts({ ...thumbsUp, kind: 'rating', rating: 4 })).toBe(true);
  expect(accepts({ ...thumbsUp, kind: 'rating' })).toBe(false);
  expect(accepts({ ...thumbsUp, rating: 4 })).toBe(false);
});

test.each([0, 0.5, 6, 3.3, '4', Number.NaN])('a rating of %s stars is refused', (rating) => {
  expect(accepts({ ...thumbsUp, kind: 'rating', rating })).toBe(false);
});

test.each([
  [1, undefined, 0],
  [3.5, 'stars', 0.625],
  [5, 'stars', 1],
  [0, 'ten', 0],
  [7.5, 'ten', 0.75],
  [10, 'ten', 1],
  [87, 'percent', 0.87],
] as const)('a rating of %s on the scale %s is a reward of %s', (rating, scale, reward) => {
  const input = FeedbackInput.parse({ ...thumbsUp, kind: 'rating', rating, ...(scale ? { scale } : {}) });
  expect(rewardOf(input)).toBeCloseTo(reward, 12);
});

test('a rating outside of its scale is told what would be right', () => {
  const problemOf = (rating: number, scale?: string) =>
    FeedbackInput.safeParse({ ...thumbsUp, kind: 'rating', rating, scale }).error?.issues[0]?.message;
  expect(problemOf(7)).toBe('must be 1 to 5 in steps of 0.5 on the scale "stars"');
  expect(problemOf(11, 'ten')).toBe('must be 0 to 10 on the scale "ten"');
  expect(accepts({ ...thumbsUp, scale: 'ten' })).toBe(false);
});

test.each(['', ' \n', null])('the comment %j is none, and the thumb counts', (comment) => {
  expect(FeedbackInput.parse({ ...thumbsUp, comment })).toEqual({ ...thumbsUp, timeZone: 'UTC' });
  expect(accepts({ ...thumbsUp, kind: 'comment', comment })).toBe(false);
});

test('a comment is needed when the kind is comment, and welcome with every kind', () => {
  expect(accepts({ ...thumbsUp, kind: 'comment', comment: 'Too long.' })).toBe(true);
  expect(accepts({ ...thumbsUp, kind: 'comment' })).toBe(false);
  expect(accepts({ ...thumbsUp, comment: 'Just right.' })).toBe(true);
  expect(accepts({ ...thumbsUp, comment: 'x'.repeat(2_001) })).toBe(false);
});

test.each(['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', '', ' ', 'a\nb'])(
  'the name %j cannot become a key',
  (name) => {
    for (const field of ['messageId', 'model', 'taskType'])
      expect(accepts({ ...thumbsUp, [field]: name })).toBe(false);
  },
);

test('fields that nobody knows are refused', () => {
  expect(accepts({ ...thumbsUp, userId: 'someone-else' })).toBe(false);
});

test('a time zone must exist', () => {
  expect(accepts({ ...thumbsUp, timeZone: 'Europe/Vienna' })).toBe(true);
  expect(accepts({ ...thumbsUp, timeZone: 'Europe/Atlantis' })).toBe(false);
});

test('thumbs are worth 0 and 1, stars lie evenly between, a comment judges nothing', () => {
  expect(rewardOf({ kind: 'thumbs-up' })).toBe(1);
  expect(rewardOf({ kind: 'thumbs-down' })).toBe(0);
  expect([1, 2, 3, 4, 5].map((rating) => rewardOf({ kind: 'rating', rating }))).toEqual([
    0, 0.25, 0.5, 0.75, 1,
  ]);
  expect(rewardOf({ kind: 'comment' })).toBeNull();
});
