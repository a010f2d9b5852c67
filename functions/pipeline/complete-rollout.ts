import { completeRollout } from '#core/improvements/complete-rollout.ts';
import { stores } from '../stores.ts';
import { fleet } from './fleet.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  completeRollout(improvementId, { ...stores(), fleet: fleet() }),
);
