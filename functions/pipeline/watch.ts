import { watchRollout } from '#core/improvements/watch-rollout.ts';
import { collect } from '../collect.ts';
import { stores } from '../stores.ts';
import { fleet } from './fleet.ts';
import { AboutImprovement, task } from './task.ts';

export const handler = task(AboutImprovement, async ({ improvementId }) => {
  const { improvements, services } = stores();
  const { service } = await improvements.load(improvementId);
  await collect(await services.load(service));
  return watchRollout(improvementId, { ...stores(), fleet: fleet() });
});
