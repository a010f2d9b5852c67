import { beginTesting } from '#core/improvements/candidate/begin-testing.ts';
import { artifacts } from '../composition/artifacts.ts';
import { requestLog } from '../composition/request-log.ts';
import { stores } from '../composition/stores.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  beginTesting(improvementId, { ...stores(), artifacts: artifacts(), requests: requestLog() }),
);
