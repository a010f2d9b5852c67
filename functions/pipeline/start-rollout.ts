import { startRollout } from '#core/improvements/start-rollout.ts';
import { stores } from '../stores.ts';
import { artifacts } from './artifacts.ts';
import { fleet } from './fleet.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  startRollout(improvementId, { ...stores(), artifacts: artifacts(), fleet: fleet() }),
);
