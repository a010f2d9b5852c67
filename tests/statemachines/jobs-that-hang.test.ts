import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applied, type ScenarioRunner, startScenarios } from '../support/scenarios/scenario-runner.ts';
import { revert } from '../support/scenarios/slow-shop.ts';

let runner: ScenarioRunner;
beforeAll(async () => {
  runner = await startScenarios({ jobSeconds: 1 });
});
afterAll(() => runner.stop());

const hang = () => new Promise<never>(() => undefined);

describe.concurrent('a job that does not end', () => {
  it('fails the improvement if it was a test, and is not repeated', async () => {
    const scenario = await runner.open({ script: { verify: hang } });

    const ending = await scenario.run();

    expect(ending).not.toBe('succeeded');
    expect(await scenario.record()).toMatchObject({ status: 'failed', release: null });
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1']);
  });

  it('fails the improvement if it was a release, which can be repeated from its start', async () => {
    let releases = 0;
    const release = () => {
      releases += 1;
      if (releases === 1) return hang();
      throw new Error('the branch is protected');
    };
    const scenario = await runner.open({ script: { release } });

    await scenario.run();
    const failed = await scenario.record();
    const ending = await scenario.run();

    expect(failed).toMatchObject({ status: 'failed', release: null });
    expect(ending).toBe('the branch is protected');
    expect(scenario.fleet.told).toEqual([]);
  });

  it('is repeated if it was a revert: a rollback is never given up', async () => {
    let reverts = 0;
    const scenario = await runner.open({
      improvement: applied(),
      script: {
        revert() {
          reverts += 1;
          return reverts === 1 ? hang() : { commit: revert };
        },
      },
    });

    const ending = await scenario.run({ from: 'rollback' });

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({ status: 'rolled-back', revert });
    expect(scenario.jobs()).toEqual(['1/revert', '1/revert']);
  });
});
