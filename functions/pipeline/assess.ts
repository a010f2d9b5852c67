import { assessCandidate } from '#core/improvements/assess-candidate.ts';
import { dependencies } from './dependencies.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  assessCandidate(improvementId, dependencies()),
);
