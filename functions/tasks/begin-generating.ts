import { beginGenerating } from '#core/improvements/candidate/begin-generating.ts';
import { artifacts } from '../composition/artifacts.ts';
import { stores } from '../composition/stores.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  beginGenerating(improvementId, { ...stores(), artifacts: artifacts() }),
);
