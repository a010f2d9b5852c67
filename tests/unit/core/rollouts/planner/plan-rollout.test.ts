import { describe, expect, it } from 'vitest';
import { partsOf } from '#core/performance/windows/window-part.ts';
import { describePlan } from '#core/rollouts/planner/describe-plan.ts';
import { planRollout } from '#core/rollouts/planner/plan-rollout.ts';
import { Manifest } from '#core/service/manifest.ts';
import { longestRolloutSeconds, mostRolloutSeconds } from '#core/service/rollout-limits.ts';
import type { Deployment } from '#core/service/service.ts';
import { hour, minute } from '#core/time.ts';
import { aService } from '../../../../support/service.ts';
import { batchOf } from '../../performance/batches.ts';
import { MemoryMetrics } from '../../performance/memory-metrics.ts';

const now = Date.UTC(2026, 5, 1, 9);

interface Situation {
  readonly requestsPerMinute: number;
  readonly rollout?: object;
  readonly deployment?: Deployment;
}

/** The plan of a service with so many requests in each minute of the last hour, of which one in a hundred fails. */
async function planned({ requestsPerMinute, rollout = {}, deployment = { kind: 'proxy' } }: Situation) {
  const manifest = Manifest.parse({ ...aService().manifest, rollout });
  const metrics = new MemoryMetrics();
  const count = Math.round(requestsPerMinute * 60);
  const measurements = Array.from({ length: count }, (_, i) => ({
    endpoint: 'GET /prices',
    at: now - hour + Math.floor((i * hour) / count),
    duration: 50 + ((7 * i) % 100),
    status: i % 100 === 0 ? 500 : 200,
  }));
  for (const parts of partsOf({ ...batchOf(), measurements }, 300)) await metrics.saveParts([parts]);
  return planRollout(aService({ manifest, deployment }), metrics, now);
}

describe('the plan of a rollout', () => {
  it('is as the manifest says while its requests come in time', async () => {
    const { plan, kind } = await planned({ requestsPerMinute: 600 });
    expect(kind).toBe('as-written');
    expect(plan.steps.map(({ weight }) => weight)).toEqual([10, 50, 100]);
  });

  it('keeps the steps of a manifest, with the time in which their requests are expected', async () => {
    const steps = [
      { weight: 20, seconds: 600, requests: 300 },
      { weight: 100, seconds: 600, requests: 300 },
    ];
    const { plan, kind } = await planned({ requestsPerMinute: 12, rollout: { steps } });
    expect(kind).toBe('extended');
    // 300 requests at 20 % of 12 a minute are 125 minutes, at 100 % 25 minutes.
    expect(plan.steps.map(({ seconds }) => Math.round(seconds / 60))).toEqual([125, 25]);
    expect(plan.patience).toBe(3);
  });

  it('is another one if the manifest gives none and its default would wait in vain', async () => {
    const { plan, kind } = await planned({ requestsPerMinute: 12 });
    expect(kind).toBe('proposed');
    expect(plan.steps.map(({ weight }) => weight)).toEqual([25, 50, 100]);
  });

  it('is another one if the steps of the manifest would outlive the execution', async () => {
    const steps = [
      { weight: 1, seconds: 600, requests: 10_000 },
      { weight: 100, seconds: 600, requests: 500 },
    ];
    const { kind } = await planned({ requestsPerMinute: 30, rollout: { steps } });
    expect(kind).toBe('proposed');
  });

  it.each([0.05, 0.3, 1, 3, 12, 40, 100])(
    'ends while its execution lasts, at %s requests a minute',
    async (rate) => {
      const { plan, forecast } = await planned({ requestsPerMinute: rate });
      expect(mostRolloutSeconds(plan)).toBeLessThanOrEqual(longestRolloutSeconds);
      expect(plan.steps.at(-1)?.weight).toBe(100);
      expect(forecast?.mostSeconds).toBeLessThanOrEqual(longestRolloutSeconds);
    },
  );

  it('compares before and after where a pipeline deploys', async () => {
    const { forecast } = await planned({ requestsPerMinute: 600, deployment: { kind: 'pipeline' } });
    const fivefold = forecast?.errors.find(({ ratio }) => ratio === 5);
    expect(fivefold?.seconds).toBeLessThan(2 * minute);
    // Every user has the new version until then.
    expect(fivefold?.extraEvents).toBeGreaterThan(20);
  });
});

describe('the sentence about a plan', () => {
  it('says what is found when, at what cost, and how long it takes', async () => {
    expect(describePlan(await planned({ requestsPerMinute: 12 }))).toMatch(
      /^at 12 requests a minute a tripled error rate \(now 1\.2 %\) is found in 3\.6 h, after about 15 more failed requests than usual; doubled durations in \d+ min; other steps than the plan has, because its requests would not come in time: 25 % for 4\.5 h and 641 requests, 50 % for 67 min and 320 requests, 100 % for 67 min and 641 requests; planned for 6\.7 h, at most 20\.7 h$/,
    );
  });

  it('says what is not found before the end', async () => {
    expect(describePlan(await planned({ requestsPerMinute: 1 }))).toContain('is not found before it ends');
  });

  it('promises nothing where nothing was measured', async () => {
    const { kind, ...rest } = await planned({ requestsPerMinute: 0 });
    expect(kind).toBe('as-written');
    expect(describePlan({ kind, ...rest })).toBe(
      'less than a minute of requests was measured in the last hour, so its time cannot be predicted',
    );
  });
});

describe('a plan that would outlive the execution that watches it is refused with the reason', () => {
  const withSteps = (...seconds: readonly number[]) => ({
    steps: seconds.map((length, i) => ({
      weight: i === seconds.length - 1 ? 100 : i + 1,
      seconds: length,
      requests: 10,
    })),
  });

  it('if it takes too long with its patience', () => {
    expect(() => Manifest.parse({ ...aService().manifest, rollout: withSteps(36_000, 600) })).toThrow(
      'the rollout may take 30.6 h with patience 3, and an execution can watch it for 22.0 h: ' +
        'shorten its steps, or lower its patience',
    );
  });

  it('if it needs more checks than an execution can hold', () => {
    expect(() => Manifest.parse({ ...aService().manifest, rollout: withSteps(6, 3_600) })).toThrow(
      /the rollout may need 11\d+ checks, because its shortest step asks for one every 1 s/,
    );
  });
});
