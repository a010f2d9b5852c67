import { assessCandidate } from '#core/improvements/candidate/assess-candidate.ts';
import { artifacts } from '../composition/artifacts.ts';
import { stores } from '../composition/stores.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  assessCandidate(improvementId, { ...stores(), artifacts: artifacts() }),
);
