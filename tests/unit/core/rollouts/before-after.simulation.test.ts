import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { judgeRollout } from '#core/rollouts/judge-rollout.ts';
import type { RolloutJudgment } from '#core/rollouts/judgment.ts';
import { type Comparison, comparisonOf, stepsOf } from '#core/rollouts/rollout.ts';
import { noRequests, type RequestCounts, type StepEvidence } from '#core/rollouts/step-evidence.ts';
import { Manifest } from '#core/service/manifest.ts';
import { countEvents } from '../../../support/random-routing.ts';

const endpoint = 'GET /prices';
const plan = { steps: [{ weight: 100, seconds: 60, requests: 100 }], alpha: 0.01, patience: 3 };

const counts = (
  requests: number,
  errors: number,
  slow: readonly [number, number, number, number],
): RequestCounts => ({
  requests,
  errors,
  slower: [slow[1], slow[2], slow[3]],
  aboveQuartile: slow[0],
});
/** 75 % of a good version's requests are above its lower quartile, 50 % above its median. */
const usual = (requests: number, errors = 0) =>
  counts(requests, errors, [(3 * requests) / 4, requests / 2, requests / 10, requests / 100]);
const faster = (requests: number, errors = 0) => counts(requests, errors, [requests / 10, 0, 0, 0]);

function step(
  canary: RequestCounts,
  baseline: RequestCounts,
  fields: Partial<StepEvidence> = {},
): StepEvidence {
  const endpoints = [{ endpoint, canary, baseline }];
  return { comparison: 'before-after', weight: 100, seconds: 60, endpoints, ...fields };
}
const judge = (...steps: StepEvidence[]): RolloutJudgment => judgeRollout({ plan, endpoint, steps });

describe("a rollout by the service's pipeline", () => {
  it('has one step, at 100 %, and is compared with the time before', () => {
    const { rollout } = Manifest.parse({
      name: 'shop',
      language: 'typescript',
      commands: { test: 't', start: 's' },
    });
    expect(stepsOf(rollout, comparisonOf({ kind: 'pipeline' }, rollout)).map(({ weight }) => weight)).toEqual(
      [100],
    );
    expect(stepsOf(rollout, comparisonOf({ kind: 'proxy' }, rollout)).map(({ weight }) => weight)).toEqual([
      10, 50, 100,
    ]);
  });
});

describe('a plan whose only step is 100 %', () => {
  it('is judged before and after, whatever moves the traffic', () => {
    expect(comparisonOf({ kind: 'proxy' }, plan)).toBe('before-after');
  });
});

describe('a version that gets every request', () => {
  it('is safe once it is proven faster and fails no more than before', () => {
    expect(judge(step(faster(300, 3), usual(300, 3))).verdict).toBe('safe');
  });

  it('has regressed if it fails three times as often as before', () => {
    expect(judge(step(faster(3_000, 90), usual(3_000, 30))).verdict).toBe('regressed');
  });

  it('has not regressed if as many requests failed before, however many', () => {
    expect(judge(step(faster(300, 60), usual(300, 60))).verdict).toBe('safe');
  });

  it('has not regressed because it gets three times the traffic', () => {
    expect(judge(step(faster(9_000, 90), usual(3_000, 30))).verdict).toBe('safe');
    const [busier] = step(usual(900), usual(100)).endpoints;
    const quieter = { endpoint: 'GET /stock', canary: usual(100), baseline: usual(900) };
    expect(
      judge(step(noRequests, noRequests, { endpoints: busier ? [busier, quieter] : [] })).verdict,
    ).not.toBe('regressed');
  });

  it('has regressed if it fails requests that were not made before', () => {
    const unseen = { endpoint: 'GET /new', canary: faster(200, 40), baseline: noRequests };
    const { endpoints } = step(faster(300), usual(300));
    expect(judge(step(noRequests, noRequests, { endpoints: [...endpoints, unseen] }))).toMatchObject({
      verdict: 'regressed',
      reason: 'GET /new: 40 of 200 requests failed at 100 % (20.0 %), none of them on the baseline',
    });
  });

  it('is never safe without a comparison', () => {
    expect(judge(step(faster(300), noRequests))).toMatchObject({
      verdict: 'inconclusive',
      reason: `not yet proven that ${endpoint} is slow less than 1.5x as often as before`,
    });
    expect(judge(step(noRequests, noRequests, { endpoints: [], seconds: 0 }))).toMatchObject({
      verdict: 'inconclusive',
      reason: '0 of 60 s at 100 %',
    });
  });
});

const count = fc.integer({ min: 0, max: 100 });
const eventsOf = fc.record({ errors: count, slow: fc.tuple(count, count, count, count) });

describe('the evidence', () => {
  it('is the same if requests were counted in the proportion that routing would give', () => {
    const weights = [{ weight: 50, seconds: 60, requests: 1 }, ...plan.steps];
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99 }), eventsOf, eventsOf, (weight, canary, baseline) => {
        const endpoints = [
          {
            endpoint,
            canary: counts(weight * 10, canary.errors, canary.slow),
            baseline: counts((100 - weight) * 10, baseline.errors, baseline.slow),
          },
        ];
        const logEvidence = (comparison: Comparison, at: number) =>
          judgeRollout({
            plan: { ...plan, steps: [...weights, { weight, seconds: 60, requests: 1 }] },
            endpoint,
            steps: [{ comparison, weight: at, seconds: 60, endpoints }],
          }).logEvidence;
        expect(logEvidence('before-after', 100)).toBeCloseTo(logEvidence('concurrent', weight), 6);
      }),
    );
  });
});

interface World {
  readonly errorRatio: number;
  readonly slowRatio: number;
  /** Requests per minute after, relative to before. */
  readonly busier: number;
}

/** Twenty checks, one minute apart; the time before grows with the time after. */
function watch({ errorRatio, slowRatio, busier }: World, random: () => number): RolloutJudgment['verdict'] {
  let [canary, baseline] = [noRequests, noRequests];
  for (let look = 1; look <= 20; look += 1) {
    canary = add(canary, Math.round(300 * busier), { errorRatio, slowRatio }, random);
    baseline = add(baseline, 300, { errorRatio: 1, slowRatio: 1 }, random);
    if (judge(step(canary, baseline, { seconds: 1 })).verdict === 'regressed') return 'regressed';
  }
  return judge(step(canary, baseline)).verdict;
}

function add(
  sum: RequestCounts,
  requests: number,
  { errorRatio, slowRatio }: Pick<World, 'errorRatio' | 'slowRatio'>,
  random: () => number,
): RequestCounts {
  const events = (rate: number, ratio: number) =>
    countEvents({ weight: 0, requests, rate: Math.min(1, rate * ratio), ratio: 1 }, random).baseline;
  return {
    requests: sum.requests + requests,
    errors: sum.errors + events(0.01, errorRatio),
    slower: [
      sum.slower[0] + events(0.5, slowRatio),
      sum.slower[1] + events(0.1, slowRatio),
      sum.slower[2] + events(0.01, slowRatio),
    ],
    aboveQuartile: sum.aboveQuartile + events(0.75, slowRatio),
  };
}

function shareRolledBack(world: Partial<World>, runs: number): number {
  const random = seededRandom(11);
  const verdicts = Array.from({ length: runs }, () =>
    watch({ errorRatio: 1, slowRatio: 1, busier: 1, ...world }, random),
  );
  return verdicts.filter((verdict) => verdict === 'regressed').length / runs;
}

describe('the self-test of a rollout by a pipeline', () => {
  it.each([1, 0.2, 3])('seldom rolls back an unchanged version, with %f times the traffic', (busier) => {
    expect(shareRolledBack({ busier }, 200)).toBeLessThanOrEqual(plan.alpha);
  });

  it('finds three times as many errors', () => {
    expect(shareRolledBack({ errorRatio: 3 }, 50)).toBeGreaterThan(0.95);
  });

  it('finds responses that are slow twice as often', () => {
    expect(shareRolledBack({ slowRatio: 1.9 }, 30)).toBe(1);
  });
});
