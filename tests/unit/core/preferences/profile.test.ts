import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Feedback, FeedbackInput } from '#core/preferences/feedback.ts';
import { mergeFeedback } from '#core/preferences/merge-feedback.ts';
import { applyFeedback, cellOf, emptyProfile } from '#core/preferences/profile.ts';
import { rebuildProfile } from '#core/preferences/rebuild-profile.ts';

const now = Date.UTC(2026, 5, 1, 9);

/** Applies the inputs one after the other; of each message the feedback is what the profile last gave back. */
function record(inputs: readonly FeedbackInput[], rate = 0.1) {
  const known = new Map<string, Feedback>();
  let profile = emptyProfile('u', rate);
  for (const input of inputs) {
    const previous = known.get(input.messageId) ?? null;
    const merged = mergeFeedback(previous, input, 'u', now);
    if (merged === previous) continue;
    const applied = applyFeedback(profile, merged, previous);
    profile = applied.profile;
    known.set(input.messageId, applied.feedback);
  }
  return { profile, feedback: [...known.values()] };
}

/** Twelve messages; each has its model and task type for good, and is judged again and again. */
const inputs = fc.array(
  fc
    .record({
      message: fc.nat(11),
      stars: fc.integer({ min: 0, max: 5 }),
      comment: fc.constantFrom('Good.', 'Bad.', undefined),
    })
    .map(({ message, stars, comment }): FeedbackInput => {
      const said = {
        messageId: `m${message}`,
        model: ['a', 'b'][message % 2] ?? '',
        taskType: ['code', 'mail', 'plan'][message % 3] ?? '',
        timeZone: 'UTC',
      };
      if (stars === 0) return { ...said, kind: 'comment', comment: comment ?? 'Hm.' };
      return { ...said, kind: 'rating', rating: stars, ...(comment ? { comment } : {}) };
    }),
  { maxLength: 60 },
);

test('whatever was replaced on the way, the profile is what the final judgements in their first order make', () => {
  fc.assert(
    fc.property(inputs, fc.double({ min: 0.01, max: 0.9, noNaN: true }), (all, rate) => {
      const { profile, feedback } = record(all, rate);
      const rebuilt = rebuildProfile('u', feedback, rate);
      expect(rebuilt.times).toEqual(profile.times);
      for (const taskType of ['code', 'mail', 'plan']) {
        for (const model of ['a', 'b']) {
          expect(cellOf(rebuilt, taskType, model).count).toBe(cellOf(profile, taskType, model).count);
          expect(cellOf(rebuilt, taskType, model).mean).toBeCloseTo(cellOf(profile, taskType, model).mean, 9);
        }
      }
    }),
  );
});

test('saying the last thing again changes nothing', () => {
  fc.assert(
    fc.property(inputs, (all) => {
      expect(record([...all, ...all.slice(-1)])).toEqual(record(all));
    }),
  );
});

test('a mean stays in [0, 1]', () => {
  fc.assert(
    fc.property(inputs, (all) => {
      const means = Object.values(record(all, 0.9).profile.cells).flatMap((models) =>
        Object.values(models).map(({ mean }) => mean),
      );
      for (const mean of means) expect(mean >= 0 && mean <= 1).toBe(true);
    }),
  );
});

const thumbsUp = (messageId: string, fields: Partial<FeedbackInput> = {}): FeedbackInput => ({
  messageId,
  kind: 'thumbs-up',
  model: 'a',
  taskType: 'code',
  timeZone: 'UTC',
  ...fields,
});

test('each reward moves the mean a tenth of the way, from neutral', () => {
  expect(cellOf(record([thumbsUp('m1')]).profile, 'code', 'a')).toEqual({ mean: 0.55, count: 1 });
  expect(cellOf(record([thumbsUp('m1'), thumbsUp('m2')]).profile, 'code', 'a').mean).toBeCloseTo(0.595, 12);
});

test('a comment alone counts for the time of day, not for the model', () => {
  const { profile, feedback } = record([thumbsUp('m1', { kind: 'comment', comment: 'Hm.' })]);
  expect(profile).toMatchObject({ cells: {}, times: { code: { morning: 1 } } });
  expect(feedback[0]?.position).toBeNull();
});

test('the time of day is the one on the wall of the user', () => {
  const at = Date.UTC(2026, 0, 15, 23, 30);
  const { profile } = record([
    thumbsUp('m1', { at, timeZone: 'UTC' }),
    thumbsUp('m2', { at, timeZone: 'Europe/Vienna' }),
    thumbsUp('m3', { at, timeZone: 'Asia/Tokyo' }),
    thumbsUp('m4', { at, timeZone: 'America/Los_Angeles' }),
  ]);
  expect(profile.times).toEqual({ code: { evening: 1, night: 1, morning: 1, afternoon: 1 } });
});

test('a profile that is full takes no new task types, and still learns about those it knows', () => {
  const full = record(
    Array.from({ length: 250 }, (_, i) => thumbsUp(`m${i}`, { taskType: `t${i}` })),
  ).profile;
  const apply = (input: FeedbackInput) => applyFeedback(full, mergeFeedback(null, input, 'u', now), null);
  expect(() => apply(thumbsUp('new', { taskType: 'another' }))).toThrowError(
    expect.objectContaining({ code: 'feedback/profile-full' }),
  );
  expect(cellOf(apply(thumbsUp('new', { taskType: 't7' })).profile, 't7', 'a').count).toBe(2);
});
