import { completeRollout } from '#core/improvements/complete-rollout.ts';
import { dependencies } from './dependencies.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  completeRollout(improvementId, dependencies()),
);
