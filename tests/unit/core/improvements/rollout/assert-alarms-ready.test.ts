import { describe, expect, it } from 'vitest';
import type { Improvement } from '#core/improvements/improvement.ts';
import type { AlarmState } from '#core/improvements/ports.ts';
import { assertAlarmsReady } from '#core/improvements/rollout/assert-alarms-ready.ts';
import type { Service } from '#core/service/service.ts';
import { aCandidate, anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { aService } from '../../../../support/service.ts';

const candidate = aCandidate();
const tested = { status: 'tested', candidate } as const;
const approved = {
  status: 'awaiting-approval',
  candidate,
  approval: { by: 'user:ada', at: 1, candidateHash: candidate.hash },
} as const;

function open(fields: Partial<Improvement>, service: Partial<Service>, states: Record<string, AlarmState>) {
  const improvement = anImprovement(fields);
  const improvements = MemoryImprovements.of(improvement);
  const asked: string[] = [];
  const alarms = {
    async states(names: readonly string[]) {
      asked.push(...names);
      return names.map((name) => ({ name, state: states[name] ?? ('unknown' as const) }));
    },
  };
  const check = () =>
    assertAlarmsReady(improvement, aService(service), { improvements, alarms, now: () => 1_000 });
  return { improvements, asked, check, id: improvement.id };
}

const onAlias = { kind: 'lambda-alias', functionName: 'shop', alias: 'live' } as const;
const named = { alarms: ['checkout', 'latency'] };

describe('alarms that are quiet', () => {
  it('allow a rollout to begin', async () => {
    const { check, improvements } = open(tested, named, { checkout: 'ok', latency: 'ok' });
    await check();
    expect(improvements.events).toEqual([]);
  });

  it('include the canary alarm for an alias only', async () => {
    const alias = open(tested, { ...named, deployment: onAlias }, {});
    await expect(alias.check()).rejects.toThrow();
    expect(alias.asked).toEqual(['ironclaw-shop-canary-failures', 'checkout', 'latency']);
    const proxy = open(tested, {}, {});
    await proxy.check();
    expect(proxy.asked).toEqual([]);
  });
});

describe('an alarm that is not ready', () => {
  it.each([
    ['alarm', 'latency is in alarm'],
    ['no-data', 'latency has no data, so it could not roll back the new version'],
    ['unknown', 'there is no alarm latency; correct its name in the setting alarms'],
  ] as const)('blocks a rollout: %s', async (state, complaint) => {
    const { check, improvements, id } = open(tested, named, { checkout: 'ok', latency: state });
    const reason = `the alarms of service shop are not ready: ${complaint}`;
    await expect(check()).rejects.toMatchObject({
      name: 'Conflict',
      code: 'rollout/alarms-not-ready',
      message: `${reason}.`,
    });
    expect(await improvements.load(id)).toMatchObject({ status: 'awaiting-approval', reason });
  });

  it('is named together with all others', async () => {
    const { check } = open(tested, named, { checkout: 'alarm', latency: 'no-data' });
    await expect(check()).rejects.toThrow(/checkout is in alarm; latency has no data/);
  });

  it('leaves an approved improvement unchanged, with the reason on record', async () => {
    const { check, improvements, id } = open(approved, named, { checkout: 'ok', latency: 'alarm' });
    await expect(check()).rejects.toMatchObject({ code: 'rollout/alarms-not-ready' });
    expect(await improvements.load(id)).toMatchObject({
      status: 'awaiting-approval',
      approval: approved.approval,
      reason: expect.stringContaining('latency is in alarm'),
      revision: 2,
    });
    expect(improvements.events).toMatchObject([{ type: 'improvement.deploy-refused' }]);
  });
});
