import { describe, expect, it } from 'vitest';
import { checkRollout } from '#core/improvements/rollout/check-rollout.ts';
import { readVerdict } from '#core/rollouts/replay/recorded-verdict.ts';
import { replayVerdict } from '#core/rollouts/replay/replay-verdict.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import { Manifest } from '#core/service/manifest.ts';
import { minute, second } from '#core/time.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { memoryArtifacts } from '../../../../support/memory-artifacts.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../../support/memory-services.ts';
import { aService } from '../../../../support/service.ts';
import { measured, partsWith } from '../../performance/batches.ts';
import { MemoryMetrics } from '../../performance/memory-metrics.ts';

const begun = Date.UTC(2026, 5, 1, 9);
const steps = [
  { weight: 10, seconds: 60, requests: 20 },
  { weight: 100, seconds: 60, requests: 20 },
];
const manifest = Manifest.parse({
  name: 'shop',
  language: 'typescript',
  commands: { test: 'npm test', start: 'npm start' },
  rollout: { steps, patience: 3 },
});

interface Situation {
  readonly weight: number;
  /** Requests that the canary answered, and the status of its responses. */
  readonly requests?: number;
  readonly status?: number;
  /** Requests that the baseline answered before and beside it; those of the canary are twice as fast. */
  readonly beside?: number;
  /** Since the step began. */
  readonly milliseconds?: number;
}

/** One check of a rollout at a weight: what it decides, and what it leaves behind. */
async function check({
  weight,
  requests = 30,
  status = 200,
  beside = weight === 100 ? 0 : (requests * (100 - weight)) / weight,
  milliseconds = minute,
}: Situation) {
  const rollout: Rollout = {
    baseline: 'a'.repeat(40),
    version: 'b'.repeat(40),
    comparison: 'concurrent',
    mirror: null,
    stages: [
      { weight: 10, since: begun - 10 * minute, until: begun - 5 * minute },
      { weight, since: begun, until: null },
    ],
    thresholds: { 'GET /prices': { quartile: 15, tolerated: [30, 40, 50] } },
    judgment: null,
    badRequests: 0,
  };
  const improvements = MemoryImprovements.of(anImprovement({ status: 'watching', rollout }));
  const services = new MemoryServices();
  await services.save(aService({ manifest }));
  const metrics = new MemoryMetrics();
  const measurements = measured('GET /prices', begun + second, Array(requests).fill(10), status);
  const old = (at: number, count: number) => ({
    version: rollout.baseline,
    instance: `old-${at}`,
    measurements: measured('GET /prices', at, Array(count).fill(20)).map((one, i) => ({
      ...one,
      at: at + i,
    })),
  });
  await metrics.saveParts([
    ...partsWith({ version: rollout.version, measurements }),
    ...partsWith(old(begun - 9 * minute, 200)),
    ...partsWith(old(begun + second, beside)),
  ]);
  const artifacts = memoryArtifacts();
  const weights: number[] = [];
  const fleet = {
    launch: () => Promise.reject(new Error('a check launches nothing')),
    serving: () => Promise.reject(new Error('a check does not ask what serves')),
    shift: async (_service: string, _version: string, to: number) => void weights.push(to),
    promote: () => Promise.reject(new Error('a check promotes nothing')),
    withdraw: () => Promise.reject(new Error('a check withdraws nothing')),
    retire: () => Promise.reject(new Error('a check retires nothing')),
  };
  const mirror = { compare: () => Promise.reject(new Error('a rollout with a share mirrors nothing')) };
  const now = () => begun + milliseconds;
  const { decision, reason } = await checkRollout('shop-get-prices-1', {
    improvements,
    services,
    artifacts,
    metrics,
    fleet,
    mirror,
    now,
  });
  const record = await improvements.load('shop-get-prices-1');
  const { verdict, status: reached } = record;
  return {
    decision,
    reason,
    verdict,
    status: reached,
    weight: weights.at(-1),
    record,
    artifacts,
    improvements,
  };
}

describe('the evidence of a verdict', () => {
  it.each([
    ['safe', { weight: 10 }],
    ['regressed', { weight: 100, status: 500 }],
    ['inconclusive', { weight: 100, requests: 19, milliseconds: 12 * minute + 1 }],
  ] as const)('is kept, and gives the same again: %s', async (verdict, situation) => {
    const { record, artifacts, improvements } = await check(situation);
    const kept = record.rollout?.verdicts?.at(-1);
    expect(kept).toMatchObject({ verdict, weight: situation.weight, obstacle: null });
    const recorded = readVerdict(await artifacts.read(kept?.file?.key ?? ''));
    expect(recorded.judgment.verdict).toBe(verdict);
    expect(replayVerdict(recorded)).toEqual({ judgment: recorded.judgment, differences: [] });
    expect(improvements.events.at(-1)?.after).toMatchObject({ evidence: kept?.file?.sha256 });
  });

  it('is not kept of a check that decides nothing', async () => {
    const { record } = await check({ weight: 100, requests: 19 });
    expect(record.rollout?.verdicts).toBeUndefined();
  });
});

describe('a rollout is completed', () => {
  it('when its last step, at 100 %, was safe', async () => {
    expect(await check({ weight: 100 })).toMatchObject({ decision: 'complete', verdict: 'safe' });
  });

  it('not when an earlier step was safe: the next step begins', async () => {
    expect(await check({ weight: 10 })).toMatchObject({ decision: 'hold', verdict: 'safe', weight: 100 });
  });

  it.each([
    ['has served too few requests', { requests: 19 }],
    ['has not had its time', { milliseconds: minute - second }],
  ])('not while the last step %s', async (_, situation) => {
    const checked = await check({ weight: 100, ...situation });
    expect(checked).toMatchObject({ decision: 'hold', verdict: null });
  });

  it('not when nobody asks for anything at 100 %: it is rolled back once its patience is over', async () => {
    const checked = await check({ weight: 100, requests: 0, milliseconds: 3 * minute + 1 });
    expect(checked).toMatchObject({ decision: 'roll-back', verdict: 'inconclusive' });
  });

  it('later than planned when nothing speaks against it: it is waited for four times the patience', async () => {
    const checked = (minutes: number) =>
      check({ weight: 100, requests: 19, milliseconds: minutes * minute + 1 });
    expect(await checked(3)).toMatchObject({ decision: 'hold', verdict: null });
    expect(await checked(12)).toMatchObject({ decision: 'roll-back', verdict: 'inconclusive' });
  });

  it('not when its measurements cannot be judged: it is held, then rolled back with that on record', async () => {
    const alone = { weight: 10, beside: 0 };
    expect(await check(alone)).toMatchObject({ decision: 'hold', verdict: null, weight: 10 });
    const checked = await check({ ...alone, milliseconds: 3 * minute + 1 });
    expect(checked).toMatchObject({
      decision: 'roll-back',
      verdict: 'cannot-judge',
      reason: expect.stringMatching(/^cannot judge: /),
    });
  });

  it('not when the step at 100 % has regressed', async () => {
    const checked = await check({ weight: 100, status: 500 });
    expect(checked).toMatchObject({ decision: 'roll-back', verdict: 'regressed' });
  });

  it('by the task after the check: the check itself promotes nothing', async () => {
    expect(await check({ weight: 100 })).toMatchObject({ status: 'watching', weight: 100 });
  });
});
