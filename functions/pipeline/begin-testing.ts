import { beginTesting } from '#core/improvements/begin-testing.ts';
import { dependencies } from './dependencies.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  beginTesting(improvementId, dependencies()),
);
