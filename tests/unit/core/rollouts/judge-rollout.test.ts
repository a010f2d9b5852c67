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

/** So few requests that nothing is proven by them. */
const shortPlan = { ...plan, steps: plan.steps.map((planned) => ({ ...planned, requests: 10 })) };

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
      reason:
        '300 requests at 10 %, 1 failed, no sign of a regression; a doubling of errors is not excluded; ' +
        `a p95 of 1.25x at ${endpoint} is not excluded`,
    });
  });

  it('from 50 % on has proven that the improved endpoint is not slower', () => {
    expect(judge(soundTenth, soundHalf).verdict).toBe('safe');
  });

  it('at 100 % has no comparison and fails hardly any request', () => {
    expect(judge(soundTenth, soundHalf, step(100, faster(200, 1), noRequests))).toMatchObject({
      verdict: 'safe',
      reason: expect.stringMatching(/^200 requests at 100 %, 1 failed, no sign of a regression; /),
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
    const quiet = step(50, usual(30), usual(30), {
      endpoints: [{ endpoint, canary: usual(100), baseline: usual(100) }],
    });
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
    const unproven = (weight: number) => step(weight, usual(weight * 2), usual(200 - weight * 2));
    expect(judgeRollout({ plan: shortPlan, endpoint, steps: [unproven(10)] }).verdict).toBe('safe');
    expect(judgeRollout({ plan: shortPlan, endpoint, steps: [unproven(50)] }).verdict).toBe('inconclusive');
  });

  // 245 of 300 against 225 is a ratio of 1.09: with 300 requests each it is below 1.5 at an error probability of 5 %, and
  // 255 is not. A stricter error probability would hold every step back for longer, and the next step is checked again.
  it('advance once the ratio is proven below 1.5 at an error probability of 5 %', () => {
    expect(judge(halfWith(245)).verdict).toBe('safe');
    expect(judge(halfWith(255)).verdict).toBe('inconclusive');
  });

  it('wait at odds above 4:1, which 2 errors at 10 % reach and 1 does not', () => {
    const withErrors = (errors: number) => judge(step(10, faster(300, errors), usual(2_700))).verdict;
    expect([0, 1, 2].map(withErrors)).toEqual(['safe', 'safe', 'inconclusive']);
  });
});

describe('a regression that must be excluded before every user gets the version', () => {
  const half = (canary: number, baseline: number) => step(50, faster(6_000, canary), usual(6_000, baseline));

  it('is a doubling of errors: equal rates exclude it, and the reason says so', () => {
    expect(judge(half(60, 60))).toMatchObject({
      verdict: 'safe',
      reason: expect.stringContaining('a doubling of errors is excluded (confidence 0.95)'),
    });
  });

  it('is not excluded by few failed requests more', () => {
    expect(judge(half(70, 50))).toMatchObject({
      verdict: 'inconclusive',
      reason: 'a doubling of errors is not excluded yet',
      isWorthWaiting: true,
    });
  });

  it('is what the plan states', () => {
    const exclude = { errors: 3, latency: 1.25, confidence: 0.95 };
    expect(judgeRollout({ plan: { ...plan, exclude }, endpoint, steps: [half(70, 50)] }).verdict).toBe(
      'safe',
    );
  });

  it('is larger where hardly any request fails, and what is not excluded is said', () => {
    expect(judge(half(2, 10))).toMatchObject({
      verdict: 'safe',
      reason: expect.stringMatching(
        /3\.7x the errors is excluded \(confidence 0\.95\), a doubling of errors is not excluded/,
      ),
    });
  });

  it('does not hold a version back if too few requests fail to tell', () => {
    expect(judge(soundHalf)).toMatchObject({
      verdict: 'safe',
      reason: expect.stringContaining('a doubling of errors is not excluded'),
    });
  });

  it('is a p95 of 1.25x: said where fewer than 5 % of the requests are above the limit', () => {
    const limited = { ...faster(600), aboveLimit: 3 };
    expect(judge(step(50, limited, usual(600))).reason).toContain(
      `a p95 of 1.25x at ${endpoint} is excluded (confidence 0.95)`,
    );
  });

  it('is sought where the endpoint was slow, if most of its requests are cheap', () => {
    expect(judge(step(50, counts(100, 0, [50, 0, 0], 90), counts(100, 0, [50, 20, 2], 75))).verdict).toBe(
      'safe',
    );
  });

  it('needs no latency from an endpoint that was never measured before', () => {
    expect(judge(step(50, counts(300), counts(300)))).toMatchObject({
      verdict: 'safe',
      reason: expect.stringContaining(`the latency of ${endpoint} was not measured before`),
    });
  });
});

describe('what was measured cannot be judged', () => {
  it('if the split is not the planned one, be it by sticky clients or another router', () => {
    expect(judge(step(10, faster(4_000, 40), usual(6_000, 60)))).toMatchObject({
      verdict: 'cannot-judge',
      reason: `cannot judge: 40.0 % of the measured requests to ${endpoint} were the canary's, where 10 % are planned`,
    });
  });

  it('but a split of 12 % instead of 10 % can', () => {
    expect(judge(step(10, faster(1_200, 12), usual(8_800, 88))).verdict).toBe('safe');
  });

  it('if processes lost the measurements of most minutes', () => {
    const losses = { measurements: 5_000, minutes: 8 };
    expect(judge(step(10, faster(60), usual(540), { losses }))).toMatchObject({
      verdict: 'cannot-judge',
      reason:
        'cannot judge: processes lost 5000 measurements in 8 minutes, which are left out; 60 of 100 requests at 10 % remain',
    });
  });

  it('but the rest suffices if enough requests remain', () => {
    const losses = { measurements: 5_000, minutes: 2 };
    expect(judge(step(10, faster(300), usual(2_700), { losses })).verdict).toBe('safe');
  });

  it('if only the canary was measured', () => {
    expect(judge(step(10, faster(300), noRequests)).verdict).toBe('cannot-judge');
  });

  it('if the improved endpoint never gets to the canary', () => {
    const endpoints = [
      { endpoint: 'GET /health', canary: usual(600), baseline: usual(600) },
      { endpoint, canary: noRequests, baseline: usual(5_400) },
    ];
    expect(judge({ comparison: 'concurrent', weight: 10, seconds: 60, endpoints }).verdict).toBe(
      'cannot-judge',
    );
  });
});

describe('at 100 %, where nothing is beside it, a version', () => {
  const before = [
    step(10, faster(1_000, 80), usual(9_000, 720)),
    step(50, faster(3_000, 240), usual(3_000, 240)),
  ];
  const alone = (canary: RequestCounts, fields: Partial<StepEvidence> = {}) =>
    judge(...before, step(100, canary, noRequests, fields));

  it('is safe if it fails as often as is usual, however often that is', () => {
    expect(alone(faster(3_000, 240)).verdict).toBe('safe');
  });

  it('is regressed if it is slower than ever before for twice the time of a short step', () => {
    expect(alone(counts(3_000, 240, [3_000, 3_000, 3_000], 3_000), { seconds: 120 })).toMatchObject({
      verdict: 'regressed',
      reason: `${endpoint}: 3000 of 3000 requests were slower than the baseline's p50 plus tolerance at 100 % (100.0 %), usually 50.0 %`,
    });
  });

  it('is not promoted on requests to other endpoints', () => {
    const endpoints = [{ endpoint: 'GET /health', canary: usual(600), baseline: noRequests }];
    expect(alone(noRequests, { endpoints })).toMatchObject({
      verdict: 'inconclusive',
      reason: `0 of 5 requests to ${endpoint} at 100 %`,
    });
  });
});

describe('minutes of a long step', () => {
  const long = { ...plan, steps: plan.steps.map((planned) => ({ ...planned, seconds: 600 })) };
  /** Ten minutes at a weight; of each, the canary's failed and stalled requests. */
  const minutes = (
    weight: number,
    failures: readonly number[],
    fields: Partial<StepEvidence> = {},
  ): StepEvidence => ({
    comparison: 'concurrent',
    weight,
    seconds: 60 * failures.length,
    endpoints: failures.map((errors, minute) => ({
      endpoint,
      minute,
      canary: usual(6 * weight, errors),
      baseline: usual(600 - 6 * weight, Math.round((600 - 6 * weight) / 100)),
    })),
    ...fields,
  });
  const judgeLong = (...steps: StepEvidence[]) => judgeRollout({ plan: long, endpoint, steps });
  const quiet = Array<number>(8).fill(1);

  it('in which one instance fails everything are no evidence against the version', () => {
    expect(judgeLong(minutes(10, [1, 30, 30, ...quiet])).verdict).not.toBe('regressed');
  });

  it('in which it fails everything again and again are', () => {
    expect(judgeLong(minutes(10, [60, 60, 60, 60])).verdict).toBe('regressed');
  });

  it('of which only one was measured are evidence once others should have come', () => {
    expect(judgeLong(minutes(10, [60], { seconds: 600 })).verdict).toBe('regressed');
  });

  it('are waited for at 100 % while the trouble may be of others, and it is safe once that is over', () => {
    const before = [minutes(10, [1, 1, ...quiet]), minutes(50, [3, 3, 3, 3, 3, 3, 3, 3, 3, 3])];
    const alone = (failures: readonly number[]) =>
      judgeLong(...before, {
        ...minutes(100, failures),
        endpoints: failures.map((errors, minute) => ({
          endpoint,
          minute,
          canary: usual(600, errors),
          baseline: noRequests,
        })),
      });
    const six = Array<number>(10).fill(6);
    expect(alone(six).verdict).toBe('safe');
    expect(alone([...six.slice(0, 7), 60, 60, 60])).toMatchObject({
      verdict: 'inconclusive',
      isWorthWaiting: false,
    });
    expect(alone([6, 60, 60, 60, ...six.slice(0, 8)]).verdict).toBe('safe');
    expect(alone([6, 6, ...six.map(() => 60)]).verdict).toBe('regressed');
    expect(alone([6, 600, 600, 600, 600]).verdict).toBe('regressed');
  });
});

describe('a step that must be rolled back', () => {
  it('fails many more requests at 50 %, with the number', () => {
    expect(judge(soundTenth, step(50, faster(300, 60), usual(300, 3)))).toMatchObject({
      verdict: 'regressed',
      reason:
        `${endpoint}: 60 of 600 requests failed on the canary (10.0 %), 3 of 3000 on the baseline (0.1 %); ` +
        'the evidence favors a regression, more than 1,000,000:1 (rollback at 166:1)',
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

  it('fails far more requests at 100 % than was usual', () => {
    expect(judge(soundTenth, soundHalf, step(100, faster(200, 20), noRequests))).toMatchObject({
      verdict: 'regressed',
      reason: 'GET /prices: 20 of 200 requests failed at 100 % (10.0 %), usually 0.0 %',
    });
  });

  it('needs more than one failed request at 100 %', () => {
    expect(judge(soundTenth, soundHalf, step(100, faster(10, 1), noRequests)).verdict).toBe('inconclusive');
  });

  it.each(['redirects', 'rejections'] as const)('answers everybody with %s, quickly', (status) => {
    expect(judge(step(10, { ...faster(1_000), [status]: 1_000 }, usual(9_000)))).toMatchObject({
      verdict: 'regressed',
      reason: expect.stringContaining('1000 of 1000 requests were'),
    });
  });

  it('hangs as seldom as its baseline was slow, but for a minute', () => {
    const slowest = { ...usual(1_000), stalled: 8 };
    expect(judge(step(10, slowest, usual(9_000)))).toMatchObject({
      verdict: 'regressed',
      reason: expect.stringContaining("8 of 1000 requests took more than three times the baseline's p99"),
    });
  });

  it('fails at one rare endpoint while the others hide it, and the reason names that one', () => {
    const rare = 'DELETE /carts/:id';
    const endpoints = [
      { endpoint, canary: faster(990, 20), baseline: usual(8_910, 178) },
      { endpoint: rare, canary: usual(10, 10), baseline: usual(90) },
    ];
    expect(judge({ comparison: 'concurrent', weight: 10, seconds: 60, endpoints })).toMatchObject({
      verdict: 'regressed',
      reason: expect.stringMatching(/^DELETE \/carts\/:id: 10 of 10 requests failed/),
    });
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
