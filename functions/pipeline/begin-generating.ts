import { beginGenerating } from '#core/improvements/begin-generating.ts';
import { stores } from '../stores.ts';
import { artifacts } from './artifacts.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  beginGenerating(improvementId, { ...stores(), artifacts: artifacts() }),
);
