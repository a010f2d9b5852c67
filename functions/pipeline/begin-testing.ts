import { beginTesting } from '#core/improvements/begin-testing.ts';
import { stores } from '../stores.ts';
import { artifacts } from './artifacts.ts';
import { requests } from './requests.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  beginTesting(improvementId, { ...stores(), artifacts: artifacts(), requests: requests() }),
);
