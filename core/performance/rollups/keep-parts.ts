import { hour, minute } from '../../time.ts';
import type { MetricsStore } from '../ports.ts';
import type { WindowPart } from '../windows/window-part.ts';
import { startOf } from './calendar.ts';
import type { RollupStore } from './ports.ts';

/** Where measurements are kept. */
export interface PartStores {
  readonly store: Pick<MetricsStore, 'saveParts'>;
  readonly rollups: Pick<RollupStore, 'markLate'>;
}

/**
 * From so long after its end on, an hour may be rolled up while parts of it are kept: five minutes sooner than it is, as
 * a write takes a while.
 */
const late = 10 * minute;

/**
 * Keeps the parts of one service, and records which of their hours must be rolled up again. They are recorded
 * afterwards: a process that ends in between has not responded, and gets the parts again.
 */
export async function keepParts(
  parts: readonly WindowPart[],
  now: number,
  { store, rollups }: PartStores,
): Promise<void> {
  await store.saveParts(parts);
  const byHour = Map.groupBy(parts, ({ windowStart }) => startOf('hour', windowStart));
  for (const [start, [first]] of byHour) {
    if (!first || start + hour + late > now) continue;
    await rollups.markLate(first.service, { start, mark: `${now} ${first.batch}` });
  }
}
