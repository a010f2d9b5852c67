import type { TrackRecord } from './confidence.ts';
import { everyImprovement } from './every-improvement.ts';
import type { ImprovementStore } from './ports.ts';

/** How production judged the changes of one author (a rule or a model) on one service. */
export async function trackRecord(
  improvements: ImprovementStore,
  service: string,
  author: string,
): Promise<TrackRecord> {
  const all = await everyImprovement(improvements, { service });
  const theirs = all.filter(({ candidate }) => candidate?.author === author);
  return {
    kept: theirs.filter(({ status }) => status === 'applied').length,
    takenBack: theirs.filter(({ status }) => status === 'rolled-back').length,
  };
}
