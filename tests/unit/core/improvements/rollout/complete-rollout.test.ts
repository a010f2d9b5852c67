import { describe, expect, it } from 'vitest';
import type { Improvement } from '#core/improvements/improvement.ts';
import { completeRollout } from '#core/improvements/rollout/complete-rollout.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../../support/memory-services.ts';
import { ScriptedFleet } from '../../../../support/scenarios/scripted-fleet.ts';
import { measured, partsWith } from '../../performance/batches.ts';
import { MemoryMetrics } from '../../performance/memory-metrics.ts';

const begun = Date.UTC(2026, 5, 1, 9, 2);
const rollout: Rollout = {
  baseline: 'a'.repeat(40),
  version: 'b'.repeat(40),
  comparison: 'concurrent',
  mirror: null,
  stages: [{ weight: 100, since: begun, until: begun + 60_000 }],
  thresholds: {},
  judgment: null,
  badRequests: 0,
};

async function complete(fields: Partial<Improvement>) {
  const improvement = anImprovement({ rollout, ...fields });
  const improvements = MemoryImprovements.of(improvement);
  const services = new MemoryServices();
  const scripted = new ScriptedFleet();
  const metrics = new MemoryMetrics();
  const measurements = measured('GET /prices', begun + 1_000, [10, 20], 500);
  await metrics.saveParts(partsWith({ version: rollout.version, measurements }));
  await services.claimRollout('shop', improvement.id);
  await completeRollout(improvement.id, {
    improvements,
    services,
    metrics,
    fleet: {
      serving: async () => scripted.serving(),
      launch: () => scripted.launch(),
      shift: async (_, commit, weight) => scripted.shift(commit, weight),
      promote: (_, commit) => scripted.promote(commit),
      withdraw: async () => scripted.withdraw(),
      retire: () => scripted.retire(),
    },
    now: () => begun + 120_000,
  });
  return {
    record: await improvements.load(improvement.id),
    told: scripted.told,
    holder: await services.claimRollout('shop', 'the-next'),
  };
}

describe('the end of a rollout', () => {
  it('promotes the new version, counts its failed requests, and releases the traffic', async () => {
    const { record, told, holder } = await complete({ status: 'watching' });
    expect(record).toMatchObject({ status: 'applied', verdict: 'safe', rollout: { badRequests: 2 } });
    expect(told).toEqual(['promote']);
    expect(holder).toBe('the-next');
  });

  it('is completed if it was interrupted after the record', async () => {
    const { record, told, holder } = await complete({ status: 'applied' });
    expect(record.revision).toBe(1);
    expect(told).toEqual(['promote']);
    expect(holder).toBe('the-next');
  });

  it.each(['rolling-back', 'rolled-back'] as const)(
    'does not restore a version that an alarm rolled back at the last moment: %s',
    async (status) => {
      const { record, told, holder } = await complete({ status });
      expect(record).toMatchObject({ status, revision: 1 });
      expect(told).toEqual([]);
      expect(holder).not.toBe('the-next');
    },
  );
});
