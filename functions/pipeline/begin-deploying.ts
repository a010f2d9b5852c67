import { beginDeploying } from '#core/improvements/begin-deploying.ts';
import { stores } from '../stores.ts';
import { alarms } from './alarms.ts';
import { artifacts } from './artifacts.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  beginDeploying(improvementId, { ...stores(), artifacts: artifacts(), alarms: alarms() }),
);
