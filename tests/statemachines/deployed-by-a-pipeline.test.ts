import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scenario, type ScenarioRunner, startScenarios } from '../support/scenarios/scenario-runner.ts';
import { baseline, merge, revert } from '../support/scenarios/slow-shop.ts';
import { type Behavior, better, broken } from '../support/scenarios/traffic.ts';

let runner: ScenarioRunner;
beforeAll(async () => {
  runner = await startScenarios();
});
afterAll(() => runner.stop());

/** A service whose own pipeline deploys the branch for all requests some time after the merge. */
async function openDeployed(traffic: Behavior, { deploys = true } = {}): Promise<Scenario> {
  const scenario: Scenario = await runner.open({
    service: { deployment: { kind: 'pipeline' } },
    patience: deploys ? 10 : 1,
    traffic,
    script: {
      release() {
        if (deploys) setTimeout(() => serve(merge), 700);
        return { branch: 'ironclaw/prices', commit: 'c'.repeat(40), merge };
      },
      revert() {
        serve(null);
        return { commit: revert };
      },
    },
  });
  function serve(commit: string | null): void {
    scenario.fleet.canary = commit;
    scenario.fleet.weight = commit === null ? 0 : 100;
  }
  return scenario;
}

describe.concurrent('a version that a pipeline deploys', () => {
  it('is promoted if it does better than the version before', async () => {
    const scenario = await openDeployed(better);

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    const { status, verdict, rollout, reason } = await scenario.record();
    expect({ status, verdict }).toEqual({ status: 'applied', verdict: 'safe' });
    expect(rollout).toMatchObject({ comparison: 'before-after', baseline, version: merge });
    expect(rollout?.stages.map(({ weight }) => weight)).toEqual([100]);
    expect(reason).toMatch(/^\d+ requests at 100 %, 0 failed, no sign of a regression; /);
    expect((await scenario.chain()).map((event) => event.reason)).toContainEqual(
      expect.stringMatching(
        /^the service's pipeline deploys bbbbbbb; no request can be mirrored before it serves; /,
      ),
    );
    // We do not move its traffic.
    expect(scenario.fleet.told).toEqual([]);
  });

  it('is reverted if it fails more requests than the version before', async () => {
    const scenario = await openDeployed(broken);

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    const { status, verdict, reason, rollout, revert: commit } = await scenario.record();
    expect({ status, verdict, commit }).toEqual({
      status: 'rolled-back',
      verdict: 'regressed',
      commit: revert,
    });
    expect(reason).toMatch(
      /requests failed on the canary \(\d+\.\d %\), 0 of \d+ on the baseline \(0\.0 %\)/,
    );
    expect(rollout?.badRequests).toBeGreaterThan(0);
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1', '1/release', '1/revert']);
    expect(scenario.fleet.told).toEqual([]);
  });

  it('is reverted if the pipeline does not deploy it in time', async () => {
    const scenario = await openDeployed(better, { deploys: false });

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({
      status: 'rolled-back',
      verdict: 'inconclusive',
      reason: 'not enough evidence in time: 0 of 1 s at 100 %',
      revert,
    });
  });

  it('is still checked after a process was killed', async () => {
    const scenario = await openDeployed(better);
    const first = scenario.run();
    await expect.poll(async () => (await scenario.record()).status, { timeout: 10_000 }).toBe('watching');
    const begun = (await scenario.record()).rollout?.stages[0]?.since;

    const endings = await Promise.all([first, scenario.run({ from: 'watch', actor: 'system:restart' })]);

    expect(endings).toEqual(['succeeded', 'succeeded']);
    const { status, rollout } = await scenario.record();
    expect({ status, since: rollout?.stages[0]?.since }).toEqual({ status: 'applied', since: begun });
    expect(await scenario.events()).not.toContain('rollout-restarted');
  });

  it('is reverted if there are no measurements to compare it with', async () => {
    const scenario = await runner.open({ service: { deployment: { kind: 'pipeline' } } });

    const ending = await scenario.run();

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({
      status: 'rolled-back',
      reason: expect.stringMatching(/has measured no requests of the version before bbbbbbb/),
      rollout: null,
      revert,
    });
  });
});
