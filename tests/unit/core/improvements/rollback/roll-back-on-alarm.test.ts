import { describe, expect, it, vi } from 'vitest';
import { Unavailable } from '#core/errors.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { rollBackOnAlarm } from '#core/improvements/rollback/roll-back-on-alarm.ts';
import type { AlarmInterval } from '#core/rollouts/canary-alarm.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../../support/memory-services.ts';
import { MemoryWorkflow } from '../../../../support/memory-workflow.ts';
import { aService } from '../../../../support/service.ts';

const begun = Date.UTC(2026, 5, 1, 9);
const release = { branch: 'ironclaw/prices', commit: 'c'.repeat(40), merge: 'b'.repeat(40) };
const rollout: Rollout = {
  baseline: 'a'.repeat(40),
  version: release.merge,
  comparison: 'concurrent',
  mirror: null,
  stages: [
    { weight: 10, since: begun, until: begun + 60_000 },
    { weight: 50, since: begun + 60_500, until: null },
  ],
  thresholds: {},
  judgment: null,
  badRequests: 0,
};
const watching = { status: 'watching', release, rollout } as const;

type CallsOfMinutes = () => Promise<readonly AlarmInterval[]>;

async function open(...records: Partial<Improvement>[]) {
  return openWithCalls(() => Promise.reject(new Error('no alias is read')), ...records);
}

const onAlias = { service: 'desk', ...watching };

async function openWithCalls(byMinute: CallsOfMinutes, ...records: Partial<Improvement>[]) {
  const services = new MemoryServices();
  const deployment = { kind: 'lambda-alias', functionName: 'desk', alias: 'live' } as const;
  await services.save(aService({ name: 'desk', deployment, alarms: ['latency'] }));
  await services.save(aService({ alarms: ['latency', 'shared'] }));
  await services.save(aService({ name: 'stock', alarms: ['shared'] }));
  const improvements = MemoryImprovements.of(...records.map(anImprovement));
  const workflow = new MemoryWorkflow();
  const aliasCalls = { byMinute: vi.fn(byMinute) };
  const dependencies = { improvements, services, workflow, aliasCalls, now: () => begun + 300_000 };
  const sound = (name: string, at = begun + 1_000) =>
    rollBackOnAlarm({ name, at, reason: 'threshold crossed' }, dependencies);
  return { sound, workflow, improvements, aliasCalls };
}

describe('an alarm of a service', () => {
  it.each(['latency', 'ironclaw-shop-canary-failures'])('rolls back its rollout: %s', async (name) => {
    const { sound, workflow } = await open({ id: 'one', ...watching });
    expect(await sound(name)).toEqual(['one']);
    expect(workflow.started).toEqual([
      {
        improvementId: 'one',
        from: 'rollback',
        until: 'applied',
        actor: `alarm:${name}`,
        reason: 'threshold crossed',
      },
    ]);
  });

  it('starts one rollback, however often and whichever alarm fires', async () => {
    const { sound, workflow } = await open({ id: 'one', ...watching });
    for (const name of ['latency', 'latency', 'shared']) await sound(name);
    expect(workflow.started).toHaveLength(1);
  });

  it('rolls back every affected rollout', async () => {
    const { sound } = await open({ id: 'one', ...watching }, { id: 'two', service: 'stock', ...watching });
    expect((await sound('shared')).toSorted()).toEqual(['one', 'two']);
  });

  it.each(['checkout', 'ironclaw-stock-canary-failures'])('does not affect another one: %s', async (name) => {
    const { sound, workflow } = await open({ id: 'one', ...watching });
    expect(await sound(name)).toEqual([]);
    expect(workflow.started).toEqual([]);
  });

  it('from before the rollout is ignored', async () => {
    const { sound } = await open({ ...watching });
    expect(await sound('latency', begun - 1)).toEqual([]);
    expect(await sound('latency', begun)).toHaveLength(1);
  });

  it('rolls back a merged improvement that waits for its rollout, from the merge on', async () => {
    const { sound } = await open({ status: 'deploying', release, updatedAt: begun });
    expect(await sound('latency', begun - 1)).toEqual([]);
    expect(await sound('latency', begun)).toHaveLength(1);
  });

  it.each<Partial<Improvement>>([
    { status: 'deploying', release: null },
    { ...watching, status: 'applied' },
    { ...watching, status: 'rolling-back' },
    { ...watching, status: 'rolled-back' },
    { status: 'awaiting-approval' },
  ])('ignores an improvement that is $status', async (fields) => {
    const { sound, workflow } = await open(fields);
    expect(await sound('latency')).toEqual([]);
    expect(workflow.started).toEqual([]);
  });
});

describe('the canary alarm of a Lambda alias, which sees both versions together,', () => {
  const alarm = 'ironclaw-desk-canary-failures';
  const minutes = (canary: number, baseline: number): readonly AlarmInterval[] =>
    Array.from({ length: 3 }, () => ({
      canary: { requests: 100, failures: canary },
      baseline: { requests: 900, failures: baseline },
    }));

  it('rolls back if the new version fails', async () => {
    const { sound, aliasCalls } = await openWithCalls(async () => minutes(60, 5), { id: 'one', ...onAlias });
    expect(await sound(alarm, begun + 185_000)).toEqual(['one']);
    expect(aliasCalls.byMinute).toHaveBeenCalledWith(
      expect.objectContaining({ functionName: 'desk', alias: 'live' }),
      { baseline: rollout.baseline, canary: rollout.version },
      { from: begun, until: begun + 180_000 },
    );
  });

  it('leaves the rollout to its checks if both versions fail, and that is on record', async () => {
    const { sound, workflow, improvements } = await openWithCalls(async () => minutes(30, 280), {
      id: 'one',
      ...onAlias,
    });
    expect(await sound(alarm, begun + 185_000)).toEqual([]);
    expect(workflow.started).toEqual([]);
    expect(improvements.events).toMatchObject([
      {
        actor: `alarm:${alarm}`,
        type: 'improvement.alarm-held',
        reason: expect.stringContaining('90 of 300 failed on it, against 840 of 2700'),
      },
    ]);
    expect(await improvements.load('one')).toMatchObject({ status: 'watching' });
  });

  it('decides alone if the calls cannot be read', async () => {
    const unreadable = () =>
      Promise.reject(new Unavailable('CloudWatch is away.', { code: 'metrics/unreachable' }));
    const { sound } = await openWithCalls(unreadable, { id: 'one', ...onAlias });
    expect(await sound(alarm)).toEqual(['one']);
  });

  it("is not asked about an alarm of the service's own, nor before the canary has begun", async () => {
    const { sound } = await openWithCalls(
      async () => minutes(0, 0),
      { id: 'one', ...onAlias },
      { id: 'two', service: 'desk', status: 'deploying', release, updatedAt: begun },
    );
    expect((await sound('latency')).toSorted()).toEqual(['one', 'two']);
    expect(await sound(alarm)).toEqual(['two']);
  });
});
