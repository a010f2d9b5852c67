import { describe, expect, it } from 'vitest';
import { pipelineFleet } from '#core/improvements/rollout/pipeline-fleet.ts';
import { measured, partsWith } from '../../performance/batches.ts';
import { MemoryMetrics } from '../../performance/memory-metrics.ts';

const now = Date.UTC(2026, 5, 1, 9, 30);
const minute = 60_000;
const [older, old, fresh] = ['9'.repeat(40), 'a'.repeat(40), 'b'.repeat(40)];

async function open(...served: (readonly [version: string, minutesAgo: number, requests: number])[]) {
  const metrics = new MemoryMetrics();
  for (const [version, minutesAgo, requests] of served) {
    const durations = Array.from({ length: requests }, () => 10);
    const measurements = measured('GET /prices', now - minutesAgo * minute, durations);
    await metrics.saveParts(partsWith({ version, measurements }));
  }
  return pipelineFleet({ metrics, now: () => now });
}

describe("the versions that a service's own pipeline deploys", () => {
  it('are compared with the version that served most of the last 15 minutes', async () => {
    const fleet = await open([older, 12, 5], [old, 5, 20]);
    expect(await fleet.launch('shop', fresh)).toEqual({ baseline: old });
  });

  it('are not compared with themselves if the pipeline was quick', async () => {
    const fleet = await open([old, 5, 5], [fresh, 1, 50]);
    expect(await fleet.launch('shop', fresh)).toEqual({ baseline: old });
  });

  it('are not launched without earlier measurements', async () => {
    const fleet = await open([old, 20, 5], [fresh, 1, 50]);
    await expect(fleet.launch('shop', fresh)).rejects.toMatchObject({
      name: 'Unavailable',
      code: 'fleet/not-ready',
      message: expect.stringMatching(/^service shop has measured no requests of the version before bbbbbbb/),
    });
  });

  it('tell by their measurements which one serves', async () => {
    const fleet = await open([old, 12, 5], [fresh, 1, 50]);
    expect(await fleet.serving('shop')).toEqual({ version: fresh, runsAs: null });
  });

  it('do not tell which one serves if nothing was measured', async () => {
    const fleet = await open([old, 20, 5]);
    expect(await fleet.serving('shop')).toEqual({ version: null, runsAs: null });
  });

  it('cannot be moved from outside, which is not an error', async () => {
    const fleet = await open();
    await fleet.shift('shop', fresh, 100);
    await fleet.promote('shop', fresh);
    await fleet.withdraw('shop', fresh);
    await fleet.retire('shop', fresh);
  });
});
