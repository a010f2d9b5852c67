import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve, reject } from '#core/improvements/approval/approve-or-reject.ts';
import { stores } from '#functions/composition/stores.ts';
import { workflow } from '#functions/composition/workflow.ts';
import { aReport } from '../support/report.ts';
import { type Scenario, type ScenarioRunner, startScenarios } from '../support/scenarios/scenario-runner.ts';
import { better } from '../support/scenarios/traffic.ts';

let runner: ScenarioRunner;
beforeAll(async () => {
  runner = await startScenarios();
});
afterAll(() => runner.stop());

/** A change that no test runs: the confidence is too low to ship without approval. */
const openUncertain = () =>
  runner.open({
    traffic: better,
    script: {
      verify: ({ candidateHash }) => aReport({ candidateHash, coverage: { changed: 4, executed: 0 } }),
    },
  });

async function decisionOn(scenario: Scenario, reason: string) {
  const { candidate } = await scenario.record();
  return { actor: 'user:user-1', reason, candidateHash: candidate?.hash ?? '' };
}

describe.concurrent('a candidate with low confidence', () => {
  it('waits for an approver, and ships after the approval', async () => {
    const scenario = await openUncertain();

    const ending = await scenario.run();
    const waiting = await scenario.record();
    await approve(scenario.id, await decisionOn(scenario, 'it reads well'), {
      ...stores(),
      workflow: workflow(),
    });
    await runner.idle();

    expect(ending).toBe('succeeded');
    expect(waiting).toMatchObject({ status: 'awaiting-approval', approval: null, release: null });
    expect(waiting.reason).toMatch(/^confidence 0\.\d\d is below 0\.986/);
    expect(await scenario.record()).toMatchObject({ status: 'applied', approval: { by: 'user:user-1' } });
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1', '1/release']);
  });

  it('is not deployed without approval', async () => {
    const scenario = await openUncertain();
    await scenario.run();

    const ending = await scenario.run({ from: 'deploy', actor: 'user:eve' });

    expect(ending).toMatch(/awaits the approval of its candidate/);
    expect(await scenario.record()).toMatchObject({ status: 'awaiting-approval', release: null });
    expect(scenario.fleet.told).toEqual([]);
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1']);
  });

  it('is not deployed on the approval of another candidate', async () => {
    const scenario = await runner.open({
      improvement: { approval: { by: 'user:user-1', at: 1, candidateHash: 'f'.repeat(64) } },
      script: {
        verify: ({ candidateHash }) => aReport({ candidateHash, coverage: { changed: 4, executed: 0 } }),
      },
    });
    await scenario.run();

    const ending = await scenario.run({ from: 'deploy' });

    expect(ending).toMatch(/awaits the approval of its candidate/);
  });

  it('is sent to its approver if it was interrupted after its test', async () => {
    const scenario = await openUncertain();
    await scenario.run();
    const { candidate, confidence, report } = await scenario.record();
    const behind = await runner.open({
      improvement: { status: 'tested', attempt: 1, candidate, confidence, report },
    });

    const ending = await behind.run({ from: 'deploy' });

    expect(ending).toMatch(/awaits the approval of its candidate/);
    expect(await behind.record()).toMatchObject({ status: 'awaiting-approval' });
    expect(behind.jobs()).toEqual([]);
  });

  it('ends if the approver rejects it', async () => {
    const scenario = await openUncertain();
    await scenario.run();

    await reject(scenario.id, await decisionOn(scenario, 'it reads badly'), stores());
    const ending = await scenario.run({ from: 'deploy' });

    expect(ending).toMatch(/is rejected; it cannot become deploying/);
    expect(await scenario.record()).toMatchObject({ status: 'rejected', reason: 'it reads badly' });
  });
});
