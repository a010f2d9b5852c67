import { finishRollback } from '#core/improvements/rollback/finish-rollback.ts';
import { artifacts } from '../composition/artifacts.ts';
import { fleet } from '../composition/fleet.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }, records) =>
  finishRollback(improvementId, { ...records, artifacts: artifacts(), fleet: fleet() }),
);
