import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256 } from '#adapters/dynamodb/event-log.ts';
import { Unavailable } from '#core/errors.ts';
import { verifyChain } from '#core/events/verify-chain.ts';
import { type ScenarioRunner, startScenarios, watched } from '../support/scenarios/scenario-runner.ts';
import { baseline, merge, revert } from '../support/scenarios/slow-shop.ts';
import { better, broken } from '../support/scenarios/traffic.ts';
import { until } from '../support/until.ts';

let runner: ScenarioRunner;
beforeAll(async () => {
  runner = await startScenarios();
});
afterAll(() => runner.stop());

describe.concurrent('an execution that rolls out', () => {
  it('goes from the opportunity to the applied improvement without help', async () => {
    const scenario = await runner.open({ traffic: better });

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    const { status, verdict, rollout, release } = await scenario.record();
    expect({ status, verdict }).toEqual({ status: 'applied', verdict: 'safe' });
    expect(release?.merge).toBe(merge);
    expect(rollout).toMatchObject({ baseline, version: merge, badRequests: 0 });
    expect(rollout?.stages.map(({ weight }) => weight)).toEqual([50, 100]);
    expect(rollout?.stages.every(({ until }) => until !== null)).toBe(true);
    expect(await scenario.events()).toEqual([
      'opportunity',
      'generating',
      'generated',
      'testing',
      'tested',
      'deploying',
      'released',
      'watching',
      'mirrored',
      'judged-safe',
      'judged-safe',
      'applied',
    ]);
    expect(verifyChain(await scenario.chain(), sha256)).toBeNull();
    expect(scenario.fleet.told).toEqual(['launch', 'shift 50', 'shift 100', 'promote']);
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1', '1/release']);
    expect(await scenario.holderOfTraffic()).toBe(scenario.id);
  });

  it('rolls back a version that fails its requests', async () => {
    const scenario = await runner.open({ traffic: broken });

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    const { status, verdict, reason, revert: commit, rollout, earlier } = await scenario.record();
    expect({ status, verdict, commit }).toEqual({
      status: 'rolled-back',
      verdict: 'regressed',
      commit: revert,
    });
    expect(reason).toMatch(/requests failed on the canary/);
    expect(rollout?.badRequests).toBeGreaterThan(0);
    expect(earlier.at(-1)?.outcome).toMatch(/^rolled back from production/);
    expect(scenario.fleet.told).toEqual(['launch', 'shift 50', 'withdraw', 'retire']);
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1', '1/release', '1/revert']);
    expect(await scenario.holderOfTraffic()).toBe(scenario.id);
  });

  it('rolls back a version without enough evidence in time', async () => {
    const scenario = await runner.open({ patience: 1 });

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    const { status, verdict, reason } = await scenario.record();
    expect({ status, verdict }).toEqual({ status: 'rolled-back', verdict: 'inconclusive' });
    expect(reason).toBe('not enough evidence in time: 0 of 5 requests at 50 %');
    expect(scenario.fleet.told).toEqual(['launch', 'shift 50', 'withdraw', 'retire']);
  });

  it('rolls back the merge if the release fails after it', async () => {
    const deploy = () => {
      throw new Error('the deploy command ended with code 1');
    };
    const scenario = await runner.open({ script: { deploy } });

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({
      status: 'rolled-back',
      reason: 'the deploy command ended with code 1',
      revert,
    });
    expect(scenario.fleet.told).toEqual(['withdraw', 'retire']);
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1', '1/release', '1/release', '1/revert']);
  });

  it('fails if the release fails, and releases the traffic', async () => {
    const release = () => {
      throw new Error('the branch is protected');
    };
    const scenario = await runner.open({ script: { release } });
    const other = await runner.open({ beside: scenario });

    const ending = await scenario.run();

    expect(ending).toBe('the branch is protected');
    expect(await scenario.record()).toMatchObject({
      status: 'failed',
      reason: 'the branch is protected',
      release: null,
    });
    expect(scenario.fleet.told).toEqual([]);
    expect(await other.holderOfTraffic()).toBe(other.id);
  });

  it('tests a fix again on the branch that has moved since, and ships that one', async () => {
    let releases = 0;
    const release = () => {
      releases += 1;
      if (releases === 1) return { movedTo: 'd'.repeat(40) };
      return { branch: 'ironclaw/prices', commit: 'c'.repeat(40), merge };
    };
    const scenario = await runner.open({ traffic: better, script: { release } });

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({
      status: 'applied',
      attempt: 2,
      moves: 1,
      release: { merge },
    });
    expect(scenario.jobs()).toEqual([
      '1/scan',
      '1/verify-1',
      '1/release',
      '2/scan',
      '2/verify-1',
      '2/release',
    ]);
  });

  it('fails if the branch moves before each merge, and releases the traffic', async () => {
    const release = () => ({ movedTo: 'd'.repeat(40) });
    const scenario = await runner.open({ script: { release } });
    const other = await runner.open({ beside: scenario });

    const ending = await scenario.run();

    expect(ending).toMatch(/^the branch has moved before each of 6 merges/);
    expect(await scenario.record()).toMatchObject({ status: 'failed', attempt: 6, moves: 5 });
    expect(await other.holderOfTraffic()).toBe(other.id);
  });

  it('reverts the release if the version does not become ready', async () => {
    const scenario = await runner.open();
    const other = await runner.open({ beside: scenario });
    scenario.fleet.refuseToLaunch(
      new Unavailable('version bbbbbbb did not become ready in time.', { code: 'fleet/not-ready' }),
    );

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({
      status: 'rolled-back',
      reason: 'version bbbbbbb did not become ready in time.',
      release: { merge },
      rollout: null,
      revert,
    });
    expect(scenario.fleet.told).toEqual(['launch', 'launch', 'launch', 'withdraw', 'retire']);
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1', '1/release', '1/revert']);
    expect(await other.holderOfTraffic()).toBe(other.id);
  });

  it('starts a version although its fleet was briefly unavailable', async () => {
    const scenario = await runner.open({ improvement: watched(), traffic: better });
    scenario.fleet.refuseToLaunch(
      new Unavailable('the fleet does not answer.', { code: 'fleet/unreachable' }),
      1,
    );

    expect(await scenario.run({ from: 'watch' })).toBe('succeeded');

    expect(await scenario.record()).toMatchObject({ status: 'applied' });
    expect(scenario.jobs()).toEqual([]);
  });

  it('waits for the rollout of another improvement of the same service', async () => {
    const first = await runner.open({ traffic: better });
    const release = () => ({ branch: 'ironclaw/next', commit: 'e'.repeat(40), merge: 'f'.repeat(40) });
    const second = await runner.open({ beside: first, script: { release } });
    const firstRun = first.run();
    await until('the first is in the traffic', async () => (await first.record()).status === 'watching');

    const secondRun = second.run();
    await until('the second is tested', async () => (await second.record()).status === 'tested');
    const endings = await Promise.all([firstRun, secondRun]);

    expect(endings).toEqual(['succeeded', 'succeeded']);
    const { rollout: earlier } = await first.record();
    const { status, rollout: later } = await second.record();
    expect({ status, baseline: later?.baseline }).toEqual({ status: 'applied', baseline: merge });
    expect(later?.stages[0]?.since).toBeGreaterThan(
      earlier?.stages.at(-1)?.until ?? Number.POSITIVE_INFINITY,
    );
  });

  it('takes over the traffic of an improvement that ended without releasing it', async () => {
    const dead = await runner.open({ improvement: { status: 'failed' } });
    expect(await dead.holderOfTraffic()).toBe(dead.id);
    const scenario = await runner.open({ beside: dead, traffic: better });

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({ status: 'applied' });
  });

  it('continues the checks after a process was killed', async () => {
    const scenario = await runner.open({
      improvement: watched(),
      traffic: better,
    });

    const ending = await scenario.run({ from: 'watch', actor: 'system:restart' });

    expect(ending).toBe('succeeded');
    const { status, rollout } = await scenario.record();
    expect(status).toBe('applied');
    expect(Date.now() - (rollout?.stages[0]?.since ?? 0)).toBeLessThan(50_000);
    expect(await scenario.events()).toContain('rollout-restarted');
  });
});
