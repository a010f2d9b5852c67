import { watchRollout } from '#core/improvements/watch-rollout.ts';
import { collect } from '../composition/collect-metrics.ts';
import { fleet } from '../composition/fleet.ts';
import { stores } from '../composition/stores.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, async ({ improvementId }) => {
  const { improvements, services } = stores();
  const { service } = await improvements.load(improvementId);
  await collect(await services.load(service));
  return watchRollout(improvementId, { ...stores(), fleet: fleet() });
});
