import { watchRollout } from '#core/improvements/watch-rollout.ts';
import { stores } from '../stores.ts';
import { fleet } from './fleet.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  watchRollout(improvementId, { ...stores(), fleet: fleet() }),
);
