import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  discounted,
  nothing,
  plausible,
  type TaskTaste,
  weightAt,
  withReward,
} from '#core/preferences/learner/taste.ts';

const now = 1_780_000_000_000;
const day = 24 * 60 * 60_000;
const given = fc.record({
  model: fc.constantFrom('a', 'b', 'c'),
  reward: fc.double({ min: 0, max: 1, noNaN: true }),
  at: fc.integer({ min: now - 400 * day, max: now }),
});
type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;

const tasteAfter = (all: readonly Given[]): TaskTaste | undefined =>
  all.reduce<TaskTaste | undefined>(
    (task, { model, reward, at }) => withReward(task, model, reward, weightAt(at)),
    undefined,
  );

function expectEqualTastes(a: TaskTaste | undefined, b: TaskTaste | undefined): void {
  for (const model of ['a', 'b', 'c']) {
    const [x, y] = [a?.arms.get(model) ?? nothing, b?.arms.get(model) ?? nothing];
    expect(x.count / weightAt(now)).toBeCloseTo(y.count / weightAt(now), 9);
    expect(x.rewards / weightAt(now)).toBeCloseTo(y.rewards / weightAt(now), 9);
  }
}

describe('rewards', () => {
  it('may come in any order, long after they were given', () => {
    fc.assert(
      fc.property(fc.array(given, { maxLength: 20 }), (all) =>
        expectEqualTastes(tasteAfter(all), tasteAfter(all.toReversed())),
      ),
    );
  });

  it('that are rolled back leave what there was before', () => {
    fc.assert(
      fc.property(fc.array(given, { maxLength: 20 }), given, (all, { model, reward, at }) => {
        const added = withReward(tasteAfter(all), model, reward, weightAt(at));
        expectEqualTastes(withReward(added, model, reward, -weightAt(at)), tasteAfter(all));
      }),
    );
  });

  it('never become more than the answers, or fewer than none, whatever is rolled back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(given, fc.boolean()), { maxLength: 30 }), (all) => {
        let task: TaskTaste | undefined;
        for (const [{ model, reward, at }, isBack] of all)
          task = withReward(task, model, reward, isBack ? -weightAt(at) : weightAt(at));
        for (const { rewards, count } of task?.arms.values() ?? []) {
          expect(rewards).toBeGreaterThanOrEqual(0);
          expect(count).toBeGreaterThanOrEqual(rewards);
        }
      }),
    );
  });
});

it('a reward counts half as much after 90 days', () => {
  expect(weightAt(now - 90 * day) / weightAt(now)).toBeCloseTo(0.5, 12);
});

it('every plausible time has a weight that is a number, and that a sum of millions can hold', () => {
  for (const at of [plausible.from, plausible.until]) {
    expect(weightAt(at)).toBeGreaterThan(1e-200);
    expect(weightAt(at) * 1e9).toBeLessThan(1e125);
  }
});

it('discounted sums keep their proportions', () => {
  const task = tasteAfter([
    { model: 'a', reward: 1, at: now },
    { model: 'a', reward: 0, at: now },
  ]);
  const arm = task && discounted(task, 0.1).arms.get('a');
  expect((arm?.count ?? 0) / weightAt(now)).toBeCloseTo(0.2, 12);
  expect((arm?.rewards ?? 0) / (arm?.count ?? 1)).toBeCloseTo(0.5, 12);
});
