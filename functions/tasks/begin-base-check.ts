import { beginBaseCheck } from '#core/improvements/base/begin-base-check.ts';
import { artifacts } from '../composition/artifacts.ts';
import { requestLog } from '../composition/request-log.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }, records) =>
  beginBaseCheck(improvementId, { ...records, artifacts: artifacts(), requests: requestLog() }),
);
