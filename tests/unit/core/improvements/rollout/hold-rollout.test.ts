import { describe, expect, it } from 'vitest';
import { holdRollout } from '#core/improvements/rollout/hold-rollout.ts';
import type { RolloutProgress } from '#core/rollouts/progress.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import { minute, second } from '#core/time.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';

const begun = Date.UTC(2026, 5, 1, 9);
const rollout: Rollout = {
  baseline: 'a'.repeat(40),
  version: 'b'.repeat(40),
  comparison: 'concurrent',
  mirror: null,
  stages: [{ weight: 10, since: begun, until: null }],
  thresholds: {},
  judgment: null,
  badRequests: 0,
};

const progressAfter = (milliseconds: number): RolloutProgress => ({
  at: begun + milliseconds,
  weight: 10,
  seconds: milliseconds / second,
  secondsNeeded: 600,
  requests: 40,
  requestsNeeded: 500,
  logEvidence: 0,
  logThreshold: Math.log(100),
  waitsFor: `${milliseconds / second} of 600 s at 10 %`,
});

/** The record after checks at these milliseconds of the step, and its store. */
async function heldAt(...times: readonly number[]) {
  const improvements = MemoryImprovements.of(anImprovement({ status: 'watching', rollout }));
  for (const time of times) {
    const improvement = await improvements.load('shop-get-prices-1');
    const found = improvement.rollout ?? rollout;
    const { decision } = await holdRollout({ improvements }, improvement, found, progressAfter(time));
    expect(decision).toBe('hold');
  }
  return { improvements, record: await improvements.load('shop-get-prices-1') };
}

describe('a rollout that goes on', () => {
  it('has its progress on record, with an event for those who follow it', async () => {
    const { improvements, record } = await heldAt(minute);
    expect(record.rollout?.progress).toEqual(progressAfter(minute));
    expect(improvements.events.map(({ type, reason }) => ({ type, reason }))).toEqual([
      {
        type: 'improvement.progressed',
        reason:
          '10 %: 60 of 600 s, 40 of 500 requests; evidence of a regression 1:1, rollback at 100:1; ' +
          'waits for: 60 of 600 s at 10 %',
      },
    ]);
  });

  it('is not written again by a check at which nothing moved', async () => {
    const { improvements, record } = await heldAt(minute, 2 * minute);
    expect(improvements.events).toHaveLength(1);
    expect(record.revision).toBe(2);
  });

  it('is written again with the next quarter of its time', async () => {
    const { improvements } = await heldAt(minute, 2 * minute, 3 * minute);
    expect(improvements.events).toHaveLength(2);
  });
});
