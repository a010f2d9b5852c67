import { assessCandidate } from '#core/improvements/candidate/assess-candidate.ts';
import { artifacts } from '../composition/artifacts.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }, records) =>
  assessCandidate(improvementId, { ...records, artifacts: artifacts() }),
);
