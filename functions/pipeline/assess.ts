import { assessCandidate } from '#core/improvements/assess-candidate.ts';
import { stores } from '../stores.ts';
import { artifacts } from './artifacts.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, ({ improvementId }) =>
  assessCandidate(improvementId, { ...stores(), artifacts: artifacts() }),
);
