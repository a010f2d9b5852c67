import type { Improvement } from '../improvement.ts';
import { listAllImprovements } from '../list-all-improvements.ts';
import type { ImprovementStore } from '../ports.ts';
import { stageOf, workedOn } from './stage-of.ts';

/** The improvements of a service that an execution should be working on. */
export async function listWorkedOn(
  service: string,
  improvements: Pick<ImprovementStore, 'list'>,
): Promise<readonly Improvement[]> {
  const lists = await Promise.all(
    workedOn.map((status) => listAllImprovements(improvements, { service, status })),
  );
  return lists.flat().filter((improvement) => stageOf(improvement) !== null);
}
