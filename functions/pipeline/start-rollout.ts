import { startRollout } from '#core/improvements/start-rollout.ts';
import { dependencies } from './dependencies.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  startRollout(improvementId, dependencies()),
);
