import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve } from '#core/improvements/approval/approve-or-reject.ts';
import { handler as onAlarm } from '#functions/alarms/roll-back.ts';
import { stores } from '#functions/composition/stores.ts';
import { workflow } from '#functions/composition/workflow.ts';
import {
  longSteps,
  type Scenario,
  type ScenarioRunner,
  startScenarios,
  watched,
} from '../support/scenarios/scenario-runner.ts';
import { revert } from '../support/scenarios/slow-shop.ts';
import { better } from '../support/scenarios/traffic.ts';

let runner: ScenarioRunner;
beforeAll(async () => {
  runner = await startScenarios();
});
afterAll(() => runner.stop());

const misspelt = 'checkuot-latency';

async function approveAndWait(scenario: Scenario): Promise<void> {
  const { candidate } = await scenario.record();
  const decision = { actor: 'user:ada', reason: 'it reads well', candidateHash: candidate?.hash ?? '' };
  await approve(scenario.id, decision, { ...stores(), workflow: workflow() });
  await runner.idle();
}

async function setAlarms({ service: name }: Scenario, alarms: readonly string[]): Promise<void> {
  const { services } = stores();
  await services.save({ ...(await services.load(name)), alarms });
}

// Sequential, because `idle` waits for every execution of the runner.
describe('an alarm that cannot roll anything back', () => {
  it('blocks the rollout before anything is merged, until it is corrected', async () => {
    const scenario = await runner.open({ traffic: better, service: { alarms: [misspelt] } });
    const other = await runner.open({ beside: scenario });

    const ending = await scenario.run();
    const waiting = await scenario.record();
    const next = await other.holderOfTraffic();
    await stores().services.releaseRollout(scenario.service, other.id);
    await approveAndWait(scenario);
    const refused = await scenario.record();
    await setAlarms(scenario, []);
    await approveAndWait(scenario);

    expect(ending).toMatch(/^the alarms of service .* are not ready: there is no alarm checkuot-latency/);
    expect(waiting).toMatchObject({
      status: 'awaiting-approval',
      release: null,
      reason: expect.stringContaining(`no alarm ${misspelt}; correct its name in the setting alarms`),
    });
    expect(next).toBe(other.id);
    expect(refused).toMatchObject({
      status: 'awaiting-approval',
      approval: { by: 'user:ada' },
      release: null,
    });
    expect(await scenario.record()).toMatchObject({ status: 'applied' });
    expect(await scenario.events()).toEqual([
      'opportunity',
      'generating',
      'generated',
      'testing',
      'tested',
      'awaiting-approval',
      'approved',
      'deploy-refused',
      'deploying',
      'released',
      'watching',
      'mirrored',
      'judged-safe',
      'judged-safe',
      'applied',
    ]);
    expect(scenario.jobs()).toEqual(['1/scan', '1/verify-1', '1/release']);
  });
});

describe("an alarm of the service's own", () => {
  it('rolls the new version back', async () => {
    const scenario = await runner.open({
      improvement: watched(),
      steps: longSteps,
      service: { alarms: ['checkout-latency'] },
    });
    const event = {
      time: new Date().toISOString(),
      detail: { alarmName: 'checkout-latency', state: { value: 'ALARM', reason: 'p99 above 2 s' } },
    };

    const answer = await onAlarm(event);
    await runner.idle();

    expect(answer).toEqual({ rolledBack: [scenario.id] });
    expect(await scenario.record()).toMatchObject({
      status: 'rolled-back',
      verdict: 'regressed',
      reason: 'p99 above 2 s',
      revert,
    });
    expect((await scenario.chain())[1]?.actor).toBe('alarm:checkout-latency');
    expect(scenario.jobs()).toEqual(['1/revert']);
    expect(scenario.fleet.told).toEqual(['withdraw', 'retire']);
  });
});
