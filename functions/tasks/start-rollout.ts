import { startRollout } from '#core/improvements/rollout/start-rollout.ts';
import { artifacts } from '../composition/artifacts.ts';
import { fleet } from '../composition/fleet.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }, records) =>
  startRollout(improvementId, { ...records, artifacts: artifacts(), fleet: fleet() }),
);
