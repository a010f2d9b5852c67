import { watchRollout } from '#core/improvements/watch-rollout.ts';
import { dependencies } from './dependencies.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  watchRollout(improvementId, dependencies()),
);
