import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Pipeline, type Scene, startPipeline } from '../support/scenarios/scenario-runner.ts';
import { baseline, merge, revert } from '../support/scenarios/slow-shop.ts';
import { type Behavior, better, broken } from '../support/scenarios/traffic.ts';

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
});
afterAll(() => pipeline.stop());

/** A service whose own pipeline gives all requests to what is in the branch, some time after the merge. */
async function openDeployed(traffic: Behavior, { deploys = true } = {}): Promise<Scene> {
  const scene: Scene = await pipeline.open({
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
    scene.fleet.canary = commit;
    scene.fleet.weight = commit === null ? 0 : 100;
  }
  return scene;
}

describe.concurrent('a version that a pipeline deploys', () => {
  it('is kept when it does better than the one before did', async () => {
    const scene = await openDeployed(better);

    const ending = await scene.run();

    expect(ending).toBe('succeeded');
    const { status, verdict, rollout, reason } = await scene.record();
    expect({ status, verdict }).toEqual({ status: 'applied', verdict: 'safe' });
    expect(rollout).toMatchObject({ comparison: 'before-after', baseline, version: merge });
    expect(rollout?.stages.map(({ weight }) => weight)).toEqual([100]);
    expect(reason).toMatch(/^\d+ requests at 100 %, 0 failed, no sign of a regression$/);
    expect((await scene.chain()).map((event) => event.reason)).toContain(
      "the service's pipeline deploys bbbbbbb",
    );
    // Nothing of ours moves its traffic.
    expect(scene.fleet.told).toEqual([]);
  });

  it('is reverted when it fails more requests than the one before did', async () => {
    const scene = await openDeployed(broken);

    const ending = await scene.run();

    expect(ending).toBe('succeeded');
    const { status, verdict, reason, rollout, revert: commit } = await scene.record();
    expect({ status, verdict, commit }).toEqual({
      status: 'rolled-back',
      verdict: 'regressed',
      commit: revert,
    });
    expect(reason).toMatch(/requests failed on the new version, 0 of \d+ \(0\.0 %\) on the old one/);
    expect(rollout?.badRequests).toBeGreaterThan(0);
    expect(scene.jobs()).toEqual(['1/scan', '1/verify-1', '1/release', '1/revert']);
    expect(scene.fleet.told).toEqual([]);
  });

  it('is reverted when the pipeline does not bring it in time', async () => {
    const scene = await openDeployed(better, { deploys: false });

    const ending = await scene.run();

    expect(ending).toBe('succeeded');
    expect(await scene.record()).toMatchObject({
      status: 'rolled-back',
      verdict: 'inconclusive',
      reason: 'not enough evidence in time: 0 of 1 s at 100 %',
      revert,
    });
  });

  it('is watched on as it was where a killed process had left it', async () => {
    const scene = await openDeployed(better);
    const first = scene.run();
    await expect.poll(async () => (await scene.record()).status, { timeout: 10_000 }).toBe('watching');
    const begun = (await scene.record()).rollout?.stages[0]?.since;

    const endings = await Promise.all([first, scene.run({ from: 'watch', actor: 'system:restart' })]);

    expect(endings).toEqual(['succeeded', 'succeeded']);
    const { status, rollout } = await scene.record();
    expect({ status, since: rollout?.stages[0]?.since }).toEqual({ status: 'applied', since: begun });
    expect(await scene.events()).not.toContain('rollout-restarted');
  });

  it('is reverted when nothing was measured that it could be held against', async () => {
    const scene = await pipeline.open({ service: { deployment: { kind: 'pipeline' } } });

    const ending = await scene.run();

    expect(ending).toBe('succeeded');
    expect(await scene.record()).toMatchObject({
      status: 'rolled-back',
      reason: expect.stringMatching(/has measured no requests of the version before bbbbbbb/),
      rollout: null,
      revert,
    });
  });
});
