import { describe, expect, it } from 'vitest';
import type { Status } from '#core/improvements/status.ts';
import { exitCodeOf, isOfRun, runEndOf } from '#local/run-end.ts';
import { anImprovement } from '../../support/improvement.ts';
import { promotedRollout } from '../core/improvements/promoted-rollout.ts';

const all = (...statuses: readonly Status[]) =>
  statuses.map((status) => anImprovement({ status, attempt: 1 }));

describe('what became of a run', () => {
  it.each([
    ['promoted', 0, ['rejected', 'applied', 'rolled-back']],
    ['awaiting-approval', 6, ['awaiting-approval']],
    ['nothing-to-improve', 3, []],
    ['rejected', 4, ['rejected']],
    ['rejected', 4, ['testing']],
    ['rolled-back', 5, ['rejected', 'rolled-back']],
    ['failed', 1, ['failed', 'rejected']],
  ] as const)('is %s, exit code %i, with improvements that are %j', (end, code, statuses) => {
    expect(runEndOf(all(...statuses))).toBe(end);
    expect(exitCodeOf([end])).toBe(code);
  });

  it('is nothing to improve if what was found resolved by itself', () => {
    expect(runEndOf([anImprovement({ status: 'rejected', attempt: 0 })])).toBe('nothing-to-improve');
  });

  it('of several services is the worst', () => {
    expect(exitCodeOf(['promoted', 'rejected', 'nothing-to-improve'])).toBe(4);
    expect(exitCodeOf(['failed', 'rolled-back'])).toBe(1);
  });

  it('leaves out what an earlier run has brought to its end', () => {
    expect(isOfRun(1_000)(anImprovement({ status: 'rejected', updatedAt: 999 }))).toBe(false);
    expect(isOfRun(1_000)(anImprovement({ status: 'rejected', updatedAt: 1_000 }))).toBe(true);
  });

  it.each([
    ['an earlier run, and measured in production by this one', 999, false],
    ['this run, though its rollout began in an earlier one', 1_000, true],
  ])('knows what was promoted by %s', (_, until, expected) => {
    const rollout = { ...promotedRollout, stages: [{ weight: 100, since: 500, until }] };
    expect(isOfRun(1_000)(anImprovement({ status: 'applied', updatedAt: 2_000, rollout }))).toBe(expected);
  });

  it('is a failure if there was no service', () => {
    expect(exitCodeOf([])).toBe(1);
  });

  it('is no success and no proof of health if nothing was measured', () => {
    expect(exitCodeOf(['not-measured'])).toBe(4);
    expect(exitCodeOf(['promoted', 'nothing-to-improve', 'not-measured'])).toBe(4);
  });
});
