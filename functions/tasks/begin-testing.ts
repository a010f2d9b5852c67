import { beginTesting } from '#core/improvements/candidate/begin-testing.ts';
import { artifacts } from '../composition/artifacts.ts';
import { requestLog } from '../composition/request-log.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }, records) =>
  beginTesting(improvementId, { ...records, artifacts: artifacts(), requests: requestLog() }),
);
