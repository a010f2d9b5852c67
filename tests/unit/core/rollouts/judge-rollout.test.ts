import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { judgeRollout } from '#core/rollouts/judge-rollout.ts';
import type { RolloutJudgment } from '#core/rollouts/judgment.ts';
import { noRequests, type RequestCounts, type StepEvidence } from '#core/rollouts/step-evidence.ts';
import { countEvents } from '../../../support/random-routing.ts';

const endpoint = 'GET /prices';
const other = 'GET /stock';
const plan = {
  steps: [
    { weight: 10, seconds: 60, requests: 100 },
    { weight: 50, seconds: 60, requests: 100 },
    { weight: 100, seconds: 60, requests: 100 },
  ],
  alpha: 0.01,
  patience: 3,
};

const counts = (
  requests: number,
  errors = 0,
  slower: RequestCounts['slower'] = [0, 0, 0],
  aboveQuartile = slower[0],
): RequestCounts => ({ requests, errors, slower, aboveQuartile });

/** Evidence of one endpoint after a minute at a weight. */
function step(
  weight: number,
  canary: RequestCounts,
  baseline: RequestCounts,
  fields: Partial<StepEvidence> = {},
): StepEvidence {
  return {
    comparison: 'concurrent',
    weight,
    seconds: 60,
    endpoints: [{ endpoint, canary, baseline }],
    ...fields,
  };
}

const judge = (...steps: StepEvidence[]): RolloutJudgment => judgeRollout({ plan, endpoint, steps });

/** 75 % of the old version's requests are above its lower quartile, 50 % above its median. */
const usual = (requests: number, errors = 0) =>
  counts(requests, errors, [requests / 2, requests / 10, requests / 100], (3 * requests) / 4);
const faster = (requests: number, errors = 0) => counts(requests, errors, [requests / 50, 0, 0]);

const soundTenth = step(10, faster(300), usual(2_700));
const soundHalf = step(50, faster(300), usual(300));

describe('a step that may advance', () => {
  it('has had its time and requests, and shows no sign of a regression', () => {
    expect(judge(step(10, faster(300, 1), usual(2_700, 9)))).toMatchObject({
      verdict: 'safe',
      reason: '300 requests at 10 %, 1 failed, no sign of a regression',
    });
  });

  it('from 50 % on has proven that the improved endpoint is not slower', () => {
    expect(judge(soundTenth, soundHalf).verdict).toBe('safe');
  });

  it('at 100 % has no comparison and fails hardly any request', () => {
    expect(judge(soundTenth, soundHalf, step(100, faster(200, 3), noRequests))).toMatchObject({
      verdict: 'safe',
      reason: '200 requests at 100 %, 3 failed, no sign of a regression',
    });
  });
});

describe('a step that must continue', () => {
  it('has not had its time', () => {
    expect(judge(step(10, faster(300), usual(2_700), { seconds: 30 }))).toMatchObject({
      verdict: 'inconclusive',
      reason: '30 of 60 s at 10 %',
    });
  });

  it('has not had its requests', () => {
    expect(judge(step(10, faster(50), usual(450)))).toMatchObject({
      verdict: 'inconclusive',
      reason: '50 of 100 requests at 10 %',
    });
  });

  it('had no traffic at all', () => {
    expect(judge({ comparison: 'concurrent', weight: 10, seconds: 90, endpoints: [] })).toMatchObject({
      verdict: 'inconclusive',
      reason: '0 of 100 requests at 10 %',
    });
  });

  it('has not proven at 50 % that the improved endpoint is not slower', () => {
    const quiet = step(50, counts(300), counts(300));
    expect(judge(quiet)).toMatchObject({
      verdict: 'inconclusive',
      reason: `not yet proven that ${endpoint} is slow less than 1.5x as often as before`,
    });
  });

  it('has inconclusive evidence of a regression', () => {
    const { verdict, reason, logEvidence, logThreshold } = judge(step(10, faster(300, 6), usual(2_700, 10)));
    expect(verdict).toBe('inconclusive');
    expect(reason).toMatch(/^the evidence favors a regression, \d+:1, and is not conclusive yet$/);
    expect(logEvidence).toBeLessThan(logThreshold);
  });
});

describe('the constants of the decision', () => {
  /** A half step whose canary has `above` of 300 requests above the lower quartile; the baseline has 225 of 300. */
  const halfWith = (above: number) =>
    step(50, counts(300, 0, [0, 0, 0], above), counts(300, 0, [0, 0, 0], 225));

  it('require proof from 50 % on, where half of the users would notice, but not at 10 %', () => {
    const unproven = (weight: number) => step(weight, counts(300), counts(300));
    expect(judge(unproven(10)).verdict).toBe('safe');
    expect(judge(unproven(50)).verdict).toBe('inconclusive');
  });

  // 250 of 300 against 225 is a ratio of 1.11: with 300 requests each it is below 1.5 at an error probability of 5 %, and
  // 255 is not. A stricter error probability would hold every step back for longer, and the next step is checked again.
  it('advance once the ratio is proven below 1.5 at an error probability of 5 %', () => {
    expect(judge(halfWith(250)).verdict).toBe('safe');
    expect(judge(halfWith(255)).verdict).toBe('inconclusive');
  });

  it('wait at odds above 4:1, which 2 errors at 10 % reach and 1 does not', () => {
    const withErrors = (errors: number) => judge(step(10, faster(300, errors), usual(2_700))).verdict;
    expect([0, 1, 2].map(withErrors)).toEqual(['safe', 'safe', 'inconclusive']);
  });

  it('allow 5 % of failed requests if there is no comparison', () => {
    const alone = (errors: number) =>
      judge(soundTenth, soundHalf, step(100, faster(200, errors), noRequests));
    expect(alone(10).verdict).toBe('safe');
    expect(alone(11).verdict).toBe('regressed');
  });
});

describe('a step that must be rolled back', () => {
  it('fails many more requests at 50 %, with the number', () => {
    expect(judge(soundTenth, step(50, faster(300, 60), usual(300, 3)))).toMatchObject({
      verdict: 'regressed',
      reason:
        `${endpoint}: 60 of 600 requests failed on the canary (10.0 %), 3 of 3000 on the baseline (0.1 %); ` +
        'the evidence favors a regression, more than 1,000,000:1 (rollback at 100:1)',
    });
  });

  it('fails many more requests before it had its time', () => {
    expect(judge(step(10, faster(40, 20), usual(360, 2), { seconds: 5 })).verdict).toBe('regressed');
  });

  it('is slower at the improved endpoint', () => {
    const slow = counts(300, 0, [280, 150, 40]);
    expect(judge(step(50, slow, usual(300)))).toMatchObject({
      verdict: 'regressed',
      reason: expect.stringContaining(
        "GET /prices: 150 of 300 requests were slower than the baseline's p90 plus tolerance on the canary (50.0 %), " +
          '30 of 300 on the baseline (10.0 %)',
      ),
    });
  });

  it('is slower only in its slowest responses', () => {
    const slow = counts(600, 0, [300, 60, 90]);
    expect(judge(step(50, slow, usual(600))).verdict).toBe('regressed');
  });

  it('is slower at another endpoint', () => {
    const slow = { endpoint: other, canary: counts(300, 0, [280, 150, 40]), baseline: usual(300) };
    const { endpoints } = soundHalf;
    expect(judge({ ...soundHalf, endpoints: [...endpoints, slow] })).toMatchObject({
      verdict: 'regressed',
      reason: expect.stringMatching(/^GET \/stock: /),
    });
  });

  it('has enough evidence over two steps, though not in either alone', () => {
    const tenth = step(10, faster(100, 6), usual(900, 9));
    const half = step(50, faster(150, 15), usual(150, 3));
    expect(judge(tenth).verdict).not.toBe('regressed');
    expect(judge(half).verdict).not.toBe('regressed');
    expect(judge(tenth, half).verdict).toBe('regressed');
  });

  it('fails more than 5 % of requests at 100 %', () => {
    expect(judge(soundTenth, soundHalf, step(100, faster(200, 20), noRequests))).toMatchObject({
      verdict: 'regressed',
      reason: 'GET /prices: 20 of 200 requests failed at 100 % (10.0 %); the limit is 5 %',
    });
  });

  it('needs more than a few requests at 100 %', () => {
    expect(judge(soundTenth, soundHalf, step(100, faster(10, 5), noRequests)).verdict).toBe('inconclusive');
  });
});

describe('a judgment', () => {
  it('needs a step of the plan', () => {
    expect(() => judge()).toThrow(RangeError);
    expect(() => judge(step(33, faster(300), usual(300)))).toThrow(RangeError);
  });

  it('is deterministic for the same evidence', () => {
    expect(judge(soundTenth, soundHalf)).toEqual(judge(soundTenth, soundHalf));
  });
});

interface World {
  readonly errorRatio: number;
  readonly slowRatio: number;
}

/** The outcome of a whole rollout with ten checks in each step. */
function rollOut({ errorRatio, slowRatio }: World, random: () => number): RolloutJudgment['verdict'] {
  const steps: StepEvidence[] = [];
  for (const weight of [10, 50]) {
    let canary = noRequests;
    let baseline = noRequests;
    for (let look = 1; look <= 10; look += 1) {
      const routed = { weight: weight / 100, requests: 300 };
      const count = (rate: number, ratio: number) => countEvents({ ...routed, rate, ratio }, random);
      const errors = count(0.01, errorRatio);
      const slow = [count(0.5, slowRatio), count(0.1, slowRatio), count(0.01, slowRatio)] as const;
      const above = count(0.75, Math.min(1, slowRatio));
      const add = (sum: RequestCounts, side: 'canary' | 'baseline', requests: number): RequestCounts => ({
        requests: sum.requests + requests,
        errors: sum.errors + errors[side],
        slower: [sum.slower[0] + slow[0][side], sum.slower[1] + slow[1][side], sum.slower[2] + slow[2][side]],
        aboveQuartile: sum.aboveQuartile + above[side],
      });
      canary = add(canary, 'canary', 3 * weight);
      baseline = add(baseline, 'baseline', 300 - 3 * weight);
      const current = step(weight, canary, baseline, { seconds: 6 * look });
      if (judge(...steps, current).verdict === 'regressed') return 'regressed';
      if (look === 10) steps.push(current);
    }
  }
  return judge(...steps).verdict;
}

function shareRolledBack(world: World, runs: number): number {
  const random = seededRandom(7);
  const verdicts = Array.from({ length: runs }, () => rollOut(world, random));
  return verdicts.filter((verdict) => verdict === 'regressed').length / runs;
}

describe('the self-test of the rollout', () => {
  it('keeps an unchanged version', () => {
    expect(shareRolledBack({ errorRatio: 1, slowRatio: 1 }, 300)).toBeLessThanOrEqual(plan.alpha);
  });

  it('keeps a version that is better', () => {
    expect(shareRolledBack({ errorRatio: 1, slowRatio: 0.3 }, 100)).toBeLessThanOrEqual(plan.alpha);
  });

  it('rolls back a version that fails ten times as often', () => {
    expect(shareRolledBack({ errorRatio: 10, slowRatio: 1 }, 50)).toBe(1);
  });

  it('rolls back a version that is slow twice as often', () => {
    expect(shareRolledBack({ errorRatio: 1, slowRatio: 1.9 }, 50)).toBe(1);
  });
});
