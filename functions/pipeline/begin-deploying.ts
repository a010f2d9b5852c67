import { beginDeploying } from '#core/improvements/begin-deploying.ts';
import { dependencies } from './dependencies.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  beginDeploying(improvementId, dependencies()),
);
