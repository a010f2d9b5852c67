import { finishRollback } from '#core/improvements/rollback/finish-rollback.ts';
import { artifacts } from '../composition/artifacts.ts';
import { fleet } from '../composition/fleet.ts';
import { stores } from '../composition/stores.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  finishRollback(improvementId, { ...stores(), artifacts: artifacts(), fleet: fleet() }),
);
