import { completeRollout } from '#core/improvements/rollout/complete-rollout.ts';
import { fleet } from '../composition/fleet.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }, records) =>
  completeRollout(improvementId, { ...records, fleet: fleet() }),
);
