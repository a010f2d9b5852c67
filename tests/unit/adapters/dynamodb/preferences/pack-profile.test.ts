import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packProfile, unpackProfile } from '#adapters/dynamodb/preferences/pack-profile.ts';
import type { Feedback } from '#core/preferences/feedback/feedback.ts';
import { unknownPopulation } from '#core/preferences/learner/population-model.ts';
import { applyFeedback } from '#core/preferences/profile/apply-feedback.ts';
import { emptyProfile, type Profile } from '#core/preferences/profile/profile.ts';
import { day } from '#core/time.ts';

const now = Date.UTC(2026, 5, 1);

const profileAfter = (feedback: readonly Feedback[]): Profile =>
  feedback.reduce((profile, item, i) => {
    const change = { userId: 'user-1', sequence: String(i + 1), previous: null, feedback: item };
    return applyFeedback(unknownPopulation, profile, change).profile;
  }, emptyProfile('user-1'));

const said = fc
  .record({
    model: fc.integer({ min: 0, max: 40 }).map((i) => `model-${i}`),
    // More than a profile keeps.
    taskType: fc.integer({ min: 0, max: 90 }).map((i) => `task-${i}`),
    at: fc.integer({ min: now - 365 * day, max: now }),
    reward: fc.constantFrom(null, 0, 0.25, 0.5, 1),
    kind: fc.constantFrom('rating', 'thumbs-up'),
    style: fc.constantFrom('plain', 'formal'),
  })
  .map(
    (fields): Feedback => ({ userId: 'user-1', messageId: 'm', timeZone: 'UTC', recordedAt: now, ...fields }),
  );

test('a profile that was packed can be unpacked, whatever the user rated', () => {
  fc.assert(
    fc.property(fc.array(said, { maxLength: 300, size: 'max' }), (feedback) => {
      const profile = profileAfter(feedback);
      const read = unpackProfile(packProfile(profile));
      expect(read.recent).toEqual(profile.recent);
      expect(read.times).toEqual(profile.times);
      expect([...read.taste.tasks.keys()].toSorted()).toEqual([...profile.taste.tasks.keys()].toSorted());
    }),
    // Long lists take long to shrink; the seed repeats a failure.
    { numRuns: 15, endOnFailure: true },
  );
});

test('a profile with more task types than it keeps remembers what the user did last', () => {
  const types = Array.from({ length: 66 }, (_, i) => `task-${i}`);
  const profile = profileAfter(
    types.map((taskType, i) => ({
      userId: 'user-1',
      messageId: `m${i}`,
      kind: 'thumbs-up',
      model: 'a',
      taskType,
      timeZone: 'UTC',
      at: now,
      recordedAt: now,
      reward: 1,
    })),
  );
  const read = unpackProfile(packProfile(profile));
  expect(read.times.size).toBe(64);
  expect(read.recent.at(-1)).toEqual({ taskType: 'task-65', at: now });
});
