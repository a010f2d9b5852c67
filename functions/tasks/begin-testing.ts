import { beginTesting } from '#core/improvements/begin-testing.ts';
import { artifacts } from '../composition/artifacts.ts';
import { requests } from '../composition/request-log.ts';
import { stores } from '../composition/stores.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  beginTesting(improvementId, { ...stores(), artifacts: artifacts(), requests: requests() }),
);
