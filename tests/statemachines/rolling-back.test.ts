import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestStage } from '#core/improvements/request-stage.ts';
import { canaryAlarmOf } from '#core/rollouts/canary-alarm.ts';
import { handler as onAlarm } from '#functions/alarms/roll-back.ts';
import { stores } from '#functions/composition/stores.ts';
import { workflow } from '#functions/composition/workflow.ts';
import {
  applied,
  longSteps,
  type ScenarioRunner,
  startScenarios,
  watched,
} from '../support/scenarios/scenario-runner.ts';
import { revert } from '../support/scenarios/slow-shop.ts';
import { until } from '../support/until.ts';

let runner: ScenarioRunner;
beforeAll(async () => {
  runner = await startScenarios();
});
afterAll(() => runner.stop());

const alarmOf = (service: string, time = Date.now(), value = 'ALARM') => ({
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  time: new Date(time).toISOString(),
  detail: {
    alarmName: canaryAlarmOf(service),
    state: { value, reason: 'alarm: 9 of 10 requests failed on the new version' },
  },
});

const openWatched = (since?: number) => runner.open({ improvement: watched(since), steps: longSteps });
const openApplied = () => runner.open({ improvement: applied() });

const count = (events: readonly string[], type: string) => events.filter((item) => item === type).length;

describe.concurrent('an alarm', () => {
  it('rolls the new version back once, and the checks end without an error', async () => {
    const scenario = await runner.open({ steps: longSteps });
    const running = scenario.run();
    await until('it is in the traffic for a while', async () => {
      const { rollout } = await scenario.record();
      return rollout?.stages[0] && rollout.stages[0].since < Date.now();
    });

    const answers = [await onAlarm(alarmOf(scenario.service)), await onAlarm(alarmOf(scenario.service))];
    const ending = await running;
    await runner.idle();

    expect(answers[0]).toEqual({ rolledBack: [scenario.id] });
    expect(ending).toBe('succeeded');
    const { status, verdict, reason, revert: commit } = await scenario.record();
    expect({ status, verdict, commit }).toEqual({
      status: 'rolled-back',
      verdict: 'regressed',
      commit: revert,
    });
    expect(reason).toBe('alarm: 9 of 10 requests failed on the new version');
    const events = await scenario.events();
    expect(events.slice(-3)).toEqual(['mirrored', 'rolling-back', 'rolled-back']);
    expect((await scenario.chain()).at(-2)?.actor).toBe(`alarm:${canaryAlarmOf(scenario.service)}`);
    expect(scenario.fleet.told).toEqual(['launch', 'shift 10', 'withdraw', 'retire']);
    expect(scenario.jobs().filter((job) => job.endsWith('revert'))).toHaveLength(1);
  });

  it('from before the rollout changes nothing', async () => {
    const scenario = await openWatched(Date.now() - 10_000);

    const answer = await onAlarm(alarmOf(scenario.service, Date.now() - 20_000));

    expect(answer).toEqual({ rolledBack: [] });
    expect(await scenario.record()).toMatchObject({ status: 'watching', revision: 1 });
  });

  it('changes nothing if it has ended', async () => {
    const scenario = await openWatched();

    const answer = await onAlarm(alarmOf(scenario.service, Date.now(), 'OK'));

    expect(answer).toEqual({ rolledBack: [] });
    expect(await scenario.record()).toMatchObject({ status: 'watching' });
  });

  it('of another service, or of none, changes nothing', async () => {
    const scenario = await openWatched();

    const answer = await onAlarm(alarmOf('nobody'));

    expect(answer).toEqual({ rolledBack: [] });
    expect(await scenario.record()).toMatchObject({ status: 'watching' });
  });

  it('leaves a promoted improvement to the operator', async () => {
    const scenario = await openApplied();

    const answer = await onAlarm(alarmOf(scenario.service));

    expect(answer).toEqual({ rolledBack: [] });
    expect(await scenario.record()).toMatchObject({ status: 'applied' });
  });
});

describe.concurrent('an operator', () => {
  const why = { stage: 'rollback', actor: 'user:user-1', reason: 'customers complain' } as const;

  it('rolls back a promoted version', async () => {
    const scenario = await openApplied();

    await requestStage(scenario.id, why, { ...stores(), workflow: workflow() });
    await runner.idle();

    expect(await scenario.record()).toMatchObject({
      status: 'rolled-back',
      verdict: 'regressed',
      reason: 'customers complain',
      revert,
    });
    expect(await scenario.events()).toEqual(['opportunity', 'rolling-back', 'rolled-back']);
    expect((await scenario.chain())[1]).toMatchObject({ actor: 'user:user-1', reason: 'customers complain' });
    expect(scenario.fleet.told).toEqual(['withdraw', 'launch', 'promote', 'retire']);
    expect(scenario.fleet.baseline).toBe(revert);
    expect(scenario.jobs()).toEqual(['1/revert']);
  });

  it('waits for the rollout of another improvement of the same service', async () => {
    const kept = await openApplied();
    const other = await runner.open({ beside: kept, improvement: watched(), steps: longSteps });
    await stores().services.claimRollout(kept.service, other.id);

    await requestStage(kept.id, why, { ...stores(), workflow: workflow() });
    // Long enough for two tries.
    await new Promise((done) => setTimeout(done, 1_500));
    const meanwhile = await kept.record();
    await requestStage(other.id, why, { ...stores(), workflow: workflow() });
    await runner.idle();

    expect(meanwhile.status).toBe('applied');
    expect(await kept.record()).toMatchObject({ status: 'rolled-back' });
    expect(await other.record()).toMatchObject({ status: 'rolled-back' });
  });

  it('and another one at the same moment roll back once', async () => {
    const scenario = await openApplied();

    const endings = await Promise.all([
      scenario.run({ from: 'rollback', actor: 'user:user-1', reason: "it is the first's turn" }),
      scenario.run({ from: 'rollback', actor: 'user:user-2', reason: "it is the second's turn" }),
    ]);

    expect(endings).toEqual(['succeeded', 'succeeded']);
    const events = await scenario.events();
    expect(count(events, 'rolling-back')).toBe(1);
    expect(count(events, 'rolled-back')).toBe(1);
    const { status, reason } = await scenario.record();
    expect(status).toBe('rolled-back');
    expect((await scenario.chain()).map((event) => event.reason).slice(1)).toEqual([reason, reason]);
  });

  it('does nothing if it was already rolled back', async () => {
    const scenario = await openApplied();
    await scenario.run({ from: 'rollback' });
    const before = await scenario.record();

    const ending = await scenario.run({ from: 'rollback' });

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toEqual(before);
  });

  it('cannot roll back a version that was never released', async () => {
    const scenario = await runner.open();

    const ending = await scenario.run({ from: 'rollback' });

    expect(ending).toMatch(/is opportunity; it cannot become rolling-back/);
    expect(await scenario.record()).toMatchObject({ status: 'opportunity' });
  });

  it('waits for a merge in progress, and then rolls it back', async () => {
    let merged = () => {};
    const scenario = await runner.open({
      steps: longSteps,
      script: {
        release: async () => {
          await new Promise<void>((done) => {
            merged = done;
          });
          return { branch: 'ironclaw/prices', commit: 'c'.repeat(40), merge: 'b'.repeat(40) };
        },
      },
    });
    const running = scenario.run();
    await until('it is being merged', () => scenario.jobs().includes('1/release'));

    const rollback = scenario.run({ from: 'rollback', reason: 'wrong moment' });
    setTimeout(() => merged(), 300);
    const endings = await Promise.all([running, rollback]);

    expect(endings).toEqual(['succeeded', 'succeeded']);
    expect(await scenario.record()).toMatchObject({ status: 'rolled-back', reason: 'wrong moment', revert });
    expect(scenario.fleet.weight).toBe(0);
  });
});

describe.concurrent('a rollback', () => {
  it('continues after a process was killed', async () => {
    const scenario = await runner.open({
      improvement: { ...watched(), status: 'rolling-back', reason: 'it failed its requests' },
    });

    const ending = await scenario.run({ from: 'rollback', actor: 'system:restart' });

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({
      status: 'rolled-back',
      reason: 'it failed its requests',
    });
  });

  it('tries the revert again if the repository does not respond', async () => {
    let reverts = 0;
    const scenario = await runner.open({
      improvement: applied(),
      script: {
        revert() {
          reverts += 1;
          if (reverts === 1) throw new Error('the repository does not answer');
          return { commit: revert };
        },
      },
    });

    const ending = await scenario.run({ from: 'rollback' });

    expect(ending).toBe('succeeded');
    expect(await scenario.record()).toMatchObject({ status: 'rolled-back', revert });
    expect(scenario.jobs()).toEqual(['1/revert', '1/revert']);
  });
});
