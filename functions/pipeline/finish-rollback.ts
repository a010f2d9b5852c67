import { finishRollback } from '#core/improvements/finish-rollback.ts';
import { dependencies } from './dependencies.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  finishRollback(improvementId, dependencies()),
);
