import { beginGenerating } from '#core/improvements/begin-generating.ts';
import { dependencies } from './dependencies.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  beginGenerating(improvementId, dependencies()),
);
