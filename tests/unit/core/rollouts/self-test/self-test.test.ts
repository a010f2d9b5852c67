import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { rehearse } from '#core/rollouts/self-test/rehearse.ts';
import { selfTest } from '#core/rollouts/self-test/self-test.ts';
import { Rollout } from '#core/service/manifest.ts';
import { selfTestLines } from '#local/self-test.ts';

describe('the self-test of rollouts', () => {
  it('passes, and says of each rehearsed rollout how it ended and by which numbers', () => {
    const result = selfTest();
    expect(result.passed).toBe(true);
    expect(result.cases.map(({ found, alarm }) => [found, alarm])).toEqual([
      ['promoted', false],
      ['promoted', false],
      ['rolled back', true],
      ['rolled back', false],
    ]);
    expect(selfTestLines(result).at(-1)).toBe('All rehearsed rollouts ended as they must.');
  });

  it('fails if the judge finds everything safe', () => {
    // A bound that no evidence reaches is a judge that never rolls back.
    const { passed, cases } = selfTest(
      Rollout.parse({ alpha: 1e-300, steps: [{ weight: 100, seconds: 60, requests: 1 }] }),
    );
    expect(passed).toBe(false);
    expect(cases.filter((one) => one.expected === 'rolled back' && !one.passed)).not.toEqual([]);
  });

  it('fails if nothing can ever be decided, and says what it found', () => {
    const steps = [
      { weight: 10, seconds: 600, requests: 1_000_000 },
      { weight: 100, seconds: 600, requests: 1_000_000 },
    ];
    const result = selfTest(Rollout.parse({ steps }));
    expect(result.passed).toBe(false);
    expect(selfTestLines(result)[0]).toMatch(
      /^FAIL {2}the same version again was undecided, and must be promoted: /,
    );
  });
});

it('a rehearsed rollout passes all steps of its plan', () => {
  const usual = { failing: 0.01, milliseconds: 80 };
  const { found, intervals } = rehearse({
    plan: Rollout.parse({}),
    baseline: usual,
    canary: usual,
    random: seededRandom(7),
  });
  expect(found).toBe('promoted');
  expect(intervals.length).toBeGreaterThanOrEqual(30);
  expect(intervals.at(-1)?.baseline.requests).toBe(0);
});
