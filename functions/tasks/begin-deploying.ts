import { beginDeploying } from '#core/improvements/rollout/begin-deploying.ts';
import { alarms } from '../composition/alarms.ts';
import { artifacts } from '../composition/artifacts.ts';
import { stores } from '../composition/stores.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  beginDeploying(improvementId, { ...stores(), artifacts: artifacts(), alarms: alarms() }),
);
