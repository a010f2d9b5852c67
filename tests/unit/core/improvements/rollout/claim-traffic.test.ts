import { describe, expect, it } from 'vitest';
import { claimTraffic } from '#core/improvements/rollout/claim-traffic.ts';
import type { Status } from '#core/improvements/status.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryServices } from '../../../../support/memory-services.ts';

const endedAt = Date.UTC(2026, 5, 1, 9);
const second = 1_000;

/** Claims the traffic that an improvement of `status` holds, some time after that improvement was last saved. */
async function claimAfter(milliseconds: number, status: Status): Promise<string> {
  const holder = anImprovement({ status, updatedAt: endedAt });
  const services = new MemoryServices();
  await services.claimRollout('shop', holder.id);
  await claimTraffic('the-next', 'shop', {
    improvements: MemoryImprovements.of(holder),
    services,
    now: () => endedAt + milliseconds,
  });
  return services.claimRollout('shop', 'a-third');
}

describe('the traffic of a service', () => {
  it.each(['failed', 'rejected', 'rolled-back'] as const)(
    'is taken over from an improvement that is %s, and did not release it',
    async (status) => {
      expect(await claimAfter(0, status)).toBe('the-next');
    },
  );

  it.each(['deploying', 'watching', 'rolling-back'] as const)(
    'is not taken from one that is %s',
    async (status) => {
      await expect(claimAfter(3_600 * second, status)).rejects.toMatchObject({
        code: 'service/rollout-under-way',
      });
    },
  );

  // The record is saved before the version is promoted: what starts in between would be compared with the old baseline.
  it('is not taken from one whose version is being promoted', async () => {
    await expect(claimAfter(59 * second, 'applied')).rejects.toMatchObject({
      code: 'service/rollout-under-way',
      data: { status: 'applied' },
    });
  });

  it('is taken over from one that should have been promoted long ago', async () => {
    expect(await claimAfter(60 * second, 'applied')).toBe('the-next');
  });
});
