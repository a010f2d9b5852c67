import { describe, expect, it } from 'vitest';
import { detectChange } from '#core/preferences/learner/detect-change.ts';
import { quiet, type TaskTaste, withReward } from '#core/preferences/learner/taste.ts';

const liked: TaskTaste = {
  arms: new Map([
    ['a', { rewards: 40, count: 50 }],
    ['b', { rewards: 10, count: 20 }],
  ]),
  change: quiet,
};

/** After so many rewards of the preferred model, where 0.8 is expected. */
function tasteAfter(rewards: readonly number[]): TaskTaste {
  return rewards.reduce(
    (task, reward) => detectChange(withReward(task, 'a', reward, 1), 'a', reward, 0.8, 1),
    liked,
  );
}

describe('detecting that a preferred model is no longer liked', () => {
  it('keeps quiet while it is liked as before', () => {
    const usual = Array.from({ length: 200 }, (_, i) => (i % 5 === 0 ? 0 : 1));
    expect(tasteAfter(usual).arms.get('a')?.count).toBe(250);
  });

  it('forgets most of what was before a change, and keeps what came after it', () => {
    const dislikes = Array.from({ length: 6 }, () => 0);
    const { arms, change: watch } = tasteAfter(dislikes);
    expect(arms.get('a')).toEqual({ rewards: 0, count: 6 });
    expect(arms.get('b')).toEqual({ rewards: 1, count: 2 });
    expect(watch).toEqual(quiet);
  });

  it('takes a few dislikes for chance', () => {
    expect(tasteAfter([0, 0, 0]).arms.get('b')?.count).toBe(20);
  });

  it('does not watch a model that was not preferred, or hardly liked', () => {
    for (const expected of [null, 0.3]) {
      const task = Array.from({ length: 50 }).reduce<TaskTaste>(
        (before) => detectChange(before, 'a', 0, expected, 1),
        liked,
      );
      expect(task).toBe(liked);
    }
  });
});
