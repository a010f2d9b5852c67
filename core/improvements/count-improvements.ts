import { listAllImprovements } from './list-all-improvements.ts';
import type { ImprovementStore } from './ports.ts';
import type { Status } from './status.ts';

/** The number of improvements by status; statuses without any are left out. */
export async function countImprovements(
  improvements: Pick<ImprovementStore, 'list'>,
): Promise<Readonly<Partial<Record<Status, number>>>> {
  const counts: Partial<Record<Status, number>> = {};
  for (const { status } of await listAllImprovements(improvements))
    counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
