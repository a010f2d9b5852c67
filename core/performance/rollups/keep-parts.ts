import { hour, minute } from '../../time.ts';
import type { MetricsStore } from '../ports.ts';
import type { WindowPart } from '../windows/window-part.ts';
import { startOf } from './calendar.ts';
import type { RollupStore } from './ports.ts';

/** The stores of measurements. */
export interface PartStores {
  readonly store: Pick<MetricsStore, 'saveParts'>;
  readonly rollups: Pick<RollupStore, 'markLate'>;
}

/**
 * This long after its end, an hour may be rolled up while its parts are still being written. Five minutes less than
 * the delay of the rollup, because a write takes a while.
 */
const late = 10 * minute;

/**
 * Keeps the parts of one service, then records which of their hours must be rolled up again. If the process ends in
 * between, it has not responded, and the sender sends the parts again.
 */
export async function keepParts(
  parts: readonly WindowPart[],
  now: number,
  { store, rollups }: PartStores,
): Promise<void> {
  await store.saveParts(parts);
  await markLateHours(parts, { now, stage: '' }, rollups);
}

/**
 * Records which hours of the parts must be rolled up again.
 * @param when `stage` tells marks of the same parts and time apart.
 */
export async function markLateHours(
  parts: readonly WindowPart[],
  { now, stage }: { readonly now: number; readonly stage: string },
  rollups: PartStores['rollups'],
): Promise<void> {
  const byHour = Map.groupBy(parts, ({ windowStart }) => startOf('hour', windowStart));
  for (const [start, [first]] of byHour) {
    if (!first || start + hour + late > now) continue;
    await rollups.markLate(first.service, { start, mark: `${now} ${first.batch}${stage}` });
  }
}
