import { seededRandom } from '#core/numbers/seeded-random.ts';
import { partsOf } from '#core/performance/windows/window-part.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import { minute } from '#core/time.ts';
import { batchOf } from '../performance/batches.ts';
import type { MemoryMetrics } from '../performance/memory-metrics.ts';

/** A rollout that took half an hour, and the times and versions in it. */
export const promoted = Date.UTC(2026, 5, 1, 9);
export const begun = promoted - 30 * minute;
export const [baseline, version] = ['a'.repeat(40), 'b'.repeat(40)] as const;
export const promotedRollout: Rollout = {
  baseline,
  version,
  comparison: 'concurrent',
  mirror: null,
  stages: [{ weight: 100, since: begun, until: promoted }],
  thresholds: {},
  judgment: null,
  badRequests: 0,
};

export interface Traffic {
  readonly version: string;
  readonly from: number;
  readonly to: number;
  /** A typical duration in milliseconds. */
  readonly duration: number;
  /** Share of the requests. */
  readonly failing?: number;
  readonly endpoint?: string;
}

/** Sixty requests in every five minutes. */
export async function serve(
  metrics: MemoryMetrics,
  { from, to, duration, failing = 0.01, endpoint = 'GET /prices', ...rest }: Traffic,
): Promise<void> {
  const random = seededRandom(from % 1_000_003);
  for (let start = from; start < to; start += 5 * minute) {
    const measurements = Array.from({ length: 60 }, (_, i) => ({
      endpoint,
      at: start + i * 4_000,
      duration: duration * (0.8 + 0.4 * random()),
      status: random() < failing ? 500 : 200,
    }));
    await metrics.saveParts(partsOf({ ...batchOf(), ...rest, measurements, sequence: start }, 300));
  }
}
