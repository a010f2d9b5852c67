import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applied, type Pipeline, startPipeline } from '../support/scenarios/scenario-runner.ts';
import { revert } from '../support/scenarios/slow-shop.ts';

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline({ jobSeconds: 1 });
});
afterAll(() => pipeline.stop());

const hang = () => new Promise<never>(() => undefined);

describe.concurrent('a job that does not come to an end', () => {
  it('fails the improvement when it was to test, and is not run once more', async () => {
    const scene = await pipeline.open({ script: { verify: hang } });

    const ending = await scene.run();

    expect(ending).not.toBe('succeeded');
    expect(await scene.record()).toMatchObject({ status: 'failed', release: null });
    expect(scene.jobs()).toEqual(['1/scan', '1/verify-1']);
  });

  it('fails the improvement when it was to release, which can be tried again from its beginning', async () => {
    let releases = 0;
    const release = () => {
      releases += 1;
      if (releases === 1) return hang();
      throw new Error('the branch is protected');
    };
    const scene = await pipeline.open({ script: { release } });

    await scene.run();
    const failed = await scene.record();
    const ending = await scene.run();

    expect(failed).toMatchObject({ status: 'failed', release: null });
    expect(ending).toBe('the branch is protected');
    expect(scene.fleet.told).toEqual([]);
  });

  it('is run again when it was to revert: a rollback is not given up', async () => {
    let reverts = 0;
    const scene = await pipeline.open({
      improvement: applied(),
      script: {
        revert() {
          reverts += 1;
          return reverts === 1 ? hang() : { commit: revert };
        },
      },
    });

    const ending = await scene.run({ from: 'rollback' });

    expect(ending).toBe('succeeded');
    expect(await scene.record()).toMatchObject({ status: 'rolled-back', revert });
    expect(scene.jobs()).toEqual(['1/revert', '1/revert']);
  });
});
