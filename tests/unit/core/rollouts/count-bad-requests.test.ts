import { describe, expect, it } from 'vitest';
import { countBadRequests } from '#core/rollouts/count-bad-requests.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import { measured, partsWith } from '../performance/batches.ts';
import { MemoryMetrics } from '../performance/memory-metrics.ts';

const begun = Date.UTC(2026, 5, 1, 9, 2);
const now = begun + 600_000;
const rollout: Rollout = {
  baseline: 'old',
  version: 'new',
  comparison: 'concurrent',
  mirror: null,
  stages: [{ weight: 10, since: begun, until: null }],
  thresholds: {},
  judgment: null,
  badRequests: 0,
};

async function metricsWith(...batches: { version: string; at: number; statuses: readonly number[] }[]) {
  const metrics = new MemoryMetrics();
  for (const [sequence, { version, at, statuses }] of batches.entries()) {
    const measurements = statuses.flatMap((status) => measured('GET /prices', at, [10], status));
    await metrics.saveParts(partsWith({ version, sequence, measurements }));
  }
  return metrics;
}

describe('the bad requests of a rollout', () => {
  it("are the new version's responses with status 500 or above, in every window", async () => {
    const metrics = await metricsWith(
      { version: 'new', at: begun + 1_000, statuses: [200, 500, 503, 404] },
      { version: 'new', at: begun + 500_000, statuses: [500] },
    );
    expect(await countBadRequests('shop', rollout, metrics, now)).toBe(3);
  });

  it('exclude the old version, other services, and the time before the rollout', async () => {
    const metrics = await metricsWith(
      { version: 'old', at: begun + 1_000, statuses: [500] },
      { version: 'new', at: begun - 60_000, statuses: [500] },
    );
    expect(await countBadRequests('shop', rollout, metrics, now)).toBe(0);
    expect(await countBadRequests('other', rollout, metrics, now)).toBe(0);
  });

  it('are 0 for a rollout that never got traffic', async () => {
    const metrics = await metricsWith({ version: 'new', at: begun - 1_000, statuses: [500] });
    expect(await countBadRequests('shop', { ...rollout, stages: [] }, metrics, now)).toBe(0);
  });
});
