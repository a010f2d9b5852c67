import { describe, expect, it } from 'vitest';
import type { Status } from '#core/improvements/status.ts';
import { exampleGoal, serviceGoal } from '#local/loop-goal.ts';
import { anImprovement } from '../../support/improvement.ts';

const all = (...statuses: readonly Status[]) =>
  statuses.map((status) => anImprovement({ status, attempt: 1 }));

describe('of the bundled example', () => {
  it('the loop is complete if two improvements are promoted and one is rolled back', () => {
    expect(exampleGoal.isReached(all('applied', 'rolled-back', 'applied'))).toBe(true);
  });

  it.each([
    ['one is kept', all('applied', 'rolled-back')],
    ['none is rolled back', all('applied', 'applied', 'applied')],
    ['another is at work', all('applied', 'applied', 'rolled-back', 'watching')],
  ])('it is not complete while %s', (_, improvements) => {
    expect(exampleGoal.isReached(improvements)).toBe(false);
  });

  it('an opportunity that was not started does not delay it', () => {
    expect(exampleGoal.isReached(all('applied', 'applied', 'rolled-back', 'opportunity'))).toBe(true);
  });

  it.each([
    ['promoted', true, all('applied', 'rolled-back')],
    ['nothing-to-improve', true, []],
    ['failed', false, all('applied')],
  ] as const)('the run ends as %s (complete: %s) by what it did itself', (end, isReached, own) => {
    expect(exampleGoal.endOf(own, isReached)).toBe(end);
  });

  it('the message names what is missing, with the reasons of failed improvements', () => {
    const rejected = anImprovement({
      endpoint: 'GET /prices',
      status: 'rejected',
      reason: 'a test was newly failing',
    });

    expect(exampleGoal.lacking([...all('applied'), rejected])).toBe(
      'expected two promoted improvements and one rolled back, but saw 1 promoted and 0 rolled back; ' +
        'GET /prices is rejected (a test was newly failing)',
    );
  });
});

describe('of any service', () => {
  it.each<Status>(['applied', 'rolled-back', 'rejected', 'failed', 'awaiting-approval'])(
    'the loop is complete if an improvement is %s',
    (status) => {
      expect(serviceGoal.isReached(all('opportunity', status))).toBe(true);
    },
  );

  it.each<Status>(['opportunity', 'generating', 'tested', 'deploying', 'watching', 'rolling-back'])(
    'it is not complete while it is %s',
    (status) => {
      expect(serviceGoal.isReached(all(status))).toBe(false);
    },
  );

  it('it is not complete because a finding has resolved by itself', () => {
    const resolved = anImprovement({ status: 'rejected', attempt: 0 });
    expect(serviceGoal.isReached([resolved, ...all('testing')])).toBe(false);
  });

  it('the message says if nothing was found', () => {
    expect(serviceGoal.lacking([])).toBe(
      'expected one finished improvement, but nothing was found to improve',
    );
  });
});
