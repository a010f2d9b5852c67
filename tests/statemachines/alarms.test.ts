import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approve } from '#core/improvements/approval/approve-or-reject.ts';
import { handler as onAlarm } from '#functions/alarms/roll-back.ts';
import { stores } from '#functions/composition/stores.ts';
import { workflow } from '#functions/composition/workflow.ts';
import {
  longSteps,
  type Pipeline,
  type Scene,
  startPipeline,
  watched,
} from '../support/scenarios/scenario-runner.ts';
import { revert } from '../support/scenarios/slow-shop.ts';
import { better } from '../support/scenarios/traffic.ts';

let pipeline: Pipeline;
beforeAll(async () => {
  pipeline = await startPipeline();
});
afterAll(() => pipeline.stop());

const misspelt = 'checkuot-latency';

async function approveAndWait(scene: Scene): Promise<void> {
  const { candidate } = await scene.record();
  const decision = { actor: 'user:ada', reason: 'it reads well', candidateHash: candidate?.hash ?? '' };
  await approve(scene.id, decision, { ...stores(), workflow: workflow() });
  await pipeline.idle();
}

async function setAlarms({ service: name }: Scene, alarms: readonly string[]): Promise<void> {
  const { services } = stores();
  await services.save({ ...(await services.load(name)), alarms });
}

// One after the other: `idle` waits for every execution of the pipeline.
describe('an alarm that cannot take anything back', () => {
  it('keeps the rollout from starting, before anything is merged, until it is corrected', async () => {
    const scene = await pipeline.open({ traffic: better, service: { alarms: [misspelt] } });
    const other = await pipeline.open({ beside: scene });

    const ending = await scene.run();
    const waiting = await scene.record();
    const next = await other.holderOfTraffic();
    await stores().services.releaseRollout(scene.service, other.id);
    await approveAndWait(scene);
    const refused = await scene.record();
    await setAlarms(scene, []);
    await approveAndWait(scene);

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
    expect(await scene.record()).toMatchObject({ status: 'applied' });
    expect(await scene.events()).toEqual([
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
      'judged-safe',
      'judged-safe',
      'applied',
    ]);
    expect(scene.jobs()).toEqual(['1/scan', '1/verify-1', '1/release']);
  });
});

describe("an alarm of the service's own", () => {
  it('takes the new version back', async () => {
    const scene = await pipeline.open({
      improvement: watched(),
      steps: longSteps,
      service: { alarms: ['checkout-latency'] },
    });
    const event = {
      time: new Date().toISOString(),
      detail: { alarmName: 'checkout-latency', state: { value: 'ALARM', reason: 'p99 above 2 s' } },
    };

    const answer = await onAlarm(event);
    await pipeline.idle();

    expect(answer).toEqual({ rolledBack: [scene.id] });
    expect(await scene.record()).toMatchObject({
      status: 'rolled-back',
      verdict: 'regressed',
      reason: 'p99 above 2 s',
      revert,
    });
    expect((await scene.chain())[1]?.actor).toBe('alarm:checkout-latency');
    expect(scene.jobs()).toEqual(['1/revert']);
    expect(scene.fleet.told).toEqual(['withdraw', 'retire']);
  });
});
