import { completeRollout } from '#core/improvements/rollout/complete-rollout.ts';
import { fleet } from '../composition/fleet.ts';
import { stores } from '../composition/stores.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  completeRollout(improvementId, { ...stores(), fleet: fleet() }),
);
