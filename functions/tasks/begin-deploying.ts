import { beginDeploying } from '#core/improvements/rollout/begin-deploying.ts';
import { alarms } from '../composition/alarms.ts';
import { artifacts } from '../composition/artifacts.ts';
import { fleet } from '../composition/fleet.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }, records) =>
  beginDeploying(improvementId, { ...records, artifacts: artifacts(), alarms: alarms(), fleet: fleet() }),
);
