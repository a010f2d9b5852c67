import { listAllImprovements } from '../list-all-improvements.ts';
import type { ImprovementStore } from '../ports.ts';
import type { TrackRecord } from './confidence.ts';

/** How the earlier changes of each author (a rule, a model or an agent) on one service ended in production. */
export async function trackRecords(
  improvements: ImprovementStore,
  service: string,
): Promise<(author: string) => TrackRecord> {
  const all = await listAllImprovements(improvements, { service });
  return (author) => {
    const theirs = all.filter(({ candidate }) => candidate?.author === author);
    return {
      promoted: theirs.filter(({ status }) => status === 'applied').length,
      rolledBack: theirs.filter(({ status }) => status === 'rolled-back').length,
    };
  };
}
