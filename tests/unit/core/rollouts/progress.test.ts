import { describe, expect, it } from 'vitest';
import { noMirrorEvidence } from '#core/rollouts/mirror.ts';
import {
  describeProgress,
  hasMoved,
  mirrorProgress,
  type RolloutProgress,
  stepProgress,
} from '#core/rollouts/progress.ts';
import { noRequests } from '#core/rollouts/step-evidence.ts';
import { minute, second } from '#core/time.ts';

const begun = Date.UTC(2026, 5, 1, 9);
const step = { weight: 10, seconds: 600, requests: 500 };

function progress(fields: Partial<RolloutProgress> = {}): RolloutProgress {
  return {
    at: begun + 5 * minute,
    weight: 10,
    seconds: 300,
    secondsNeeded: 600,
    requests: 200,
    requestsNeeded: 500,
    logEvidence: Math.log(1 / 3),
    logThreshold: Math.log(100),
    waitsFor: '300 of 600 s at 10 %',
    ...fields,
  };
}
const later = (fields: Partial<RolloutProgress> = {}) => progress({ at: begun + 6 * minute, ...fields });
const moved = (now: RolloutProgress, before?: RolloutProgress) => hasMoved(before, now, begun);

describe('the progress of a step', () => {
  it('has its time, its requests of both kinds of endpoint, the evidence, and what it waits for', () => {
    const served = (endpoint: string, requests: number) => ({
      endpoint,
      canary: { ...noRequests, requests },
      baseline: { ...noRequests, requests: 9 * requests },
    });
    const steps = [
      {
        comparison: 'concurrent',
        weight: 10,
        seconds: 120.7,
        endpoints: [served('GET /a', 30), served('GET /b', 12)],
      } as const,
    ];
    const judgment = {
      verdict: 'inconclusive',
      reason: '120 of 600 s at 10 %',
      logEvidence: -1,
      logThreshold: 4.6,
      isWorthWaiting: false,
    } as const;
    expect(stepProgress(step, steps, judgment, begun)).toEqual({
      at: begun,
      weight: 10,
      seconds: 120,
      secondsNeeded: 600,
      requests: 42,
      requestsNeeded: 500,
      logEvidence: -1,
      logThreshold: 4.6,
      waitsFor: '120 of 600 s at 10 %',
    });
  });

  it('is told with the odds for and against a regression', () => {
    expect(describeProgress(progress())).toBe(
      '10 %: 300 of 600 s, 200 of 500 requests; evidence of a regression 1:3, rollback at 100:1; ' +
        'waits for: 300 of 600 s at 10 %',
    );
    expect(describeProgress(progress({ logEvidence: Math.log(14) }))).toContain('regression 14:1');
    expect(describeProgress(progress({ logEvidence: 0 }))).toContain('regression 1:1');
    expect(describeProgress(progress({ logEvidence: -5_000 }))).toContain('regression 1:1,000,000');
  });

  it('of mirrored requests has no evidence', () => {
    const evidence = { ...noMirrorEvidence, identical: 7 };
    const mirrored = mirrorProgress(evidence, { requests: 200, seconds: 300 }, 61.5, {
      reason: 'mirrored 7 requests',
      at: begun,
    });
    expect(describeProgress(mirrored)).toBe(
      'mirroring: 61 of 300 s, 7 of 200 copies; waits for: mirrored 7 requests',
    );
  });
});

describe('a rollout is told', () => {
  it('for the first time five seconds after a step began, not at each of its checks', () => {
    expect(moved(progress({ at: begun + 4 * second }))).toBe(false);
    expect(moved(progress({ at: begun + 5 * second }))).toBe(true);
  });

  it.each([
    ['a quarter of the time', { seconds: 450 }],
    ['a quarter of the requests', { requests: 250 }],
    ['four times the evidence', { logEvidence: Math.log(4 / 3) }],
    ['something else that it waits for', { waitsFor: '200 of 500 requests at 10 %' }],
    ['another weight', { weight: 50 }],
  ])('again with %s more', (_, fields) => {
    expect(moved(later(fields), progress())).toBe(true);
  });

  it.each([
    ['a minute of ten', { seconds: 360, waitsFor: '360 of 600 s at 10 %' }],
    ['a few requests', { requests: 240 }],
    ['twice the evidence', { logEvidence: Math.log(2 / 3) }],
  ])('not again with %s more', (_, fields) => {
    expect(moved(later(fields), progress())).toBe(false);
  });

  it('not for evidence that comes and goes below 1:10', () => {
    const without = { logEvidence: -40 };
    expect(moved(later({ logEvidence: -3 }), progress(without))).toBe(false);
  });

  it('again after a restart, whatever was told before', () => {
    const restarted = begun + 6 * minute;
    const now = progress({ at: restarted + 5 * second, seconds: 5, requests: 1 });
    expect(hasMoved(progress(), now, restarted)).toBe(true);
  });

  it('at most once in five seconds, whatever moved', () => {
    const soon = progress({ at: progress().at + 4 * second, weight: 50 });
    expect(moved(soon, progress())).toBe(false);
  });
});
