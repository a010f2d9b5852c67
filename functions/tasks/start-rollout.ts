import { startRollout } from '#core/improvements/rollout/start-rollout.ts';
import { artifacts } from '../composition/artifacts.ts';
import { fleet } from '../composition/fleet.ts';
import { stores } from '../composition/stores.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  startRollout(improvementId, { ...stores(), artifacts: artifacts(), fleet: fleet() }),
);
