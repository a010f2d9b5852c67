import { listAllImprovements } from '../list-all-improvements.ts';
import type { ImprovementStore } from '../ports.ts';
import type { TrackRecord } from './confidence.ts';

/** How the earlier changes of one author (a rule or a model) on one service ended in production. */
export async function trackRecord(
  improvements: ImprovementStore,
  service: string,
  author: string,
): Promise<TrackRecord> {
  const all = await listAllImprovements(improvements, { service });
  const theirs = all.filter(({ candidate }) => candidate?.author === author);
  return {
    promoted: theirs.filter(({ status }) => status === 'applied').length,
    rolledBack: theirs.filter(({ status }) => status === 'rolled-back').length,
  };
}
