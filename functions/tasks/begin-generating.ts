import { beginGenerating } from '#core/improvements/candidate/begin-generating.ts';
import { artifacts } from '../composition/artifacts.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, ({ improvementId }, records) =>
  beginGenerating(improvementId, { ...records, artifacts: artifacts() }),
);
