import { checkRollout } from '#core/improvements/rollout/check-rollout.ts';
import { artifacts } from '../composition/artifacts.ts';
import { collectServiceMetrics } from '../composition/collect-metrics.ts';
import { fleet } from '../composition/fleet.ts';
import { mirror } from '../composition/mirror.ts';
import { count } from '../observability/metrics.ts';
import { AboutImprovement, task } from './middleware/task.ts';

export const handler = task(AboutImprovement, async ({ improvementId }, records) => {
  const { improvements, services } = records;
  const { service } = await improvements.load(improvementId);
  await collectServiceMetrics(await services.load(service));
  const checked = await checkRollout(improvementId, {
    ...records,
    artifacts: artifacts(),
    fleet: fleet(),
    mirror: mirror(),
  });
  if (checked.decision === 'hold' && checked.verdict === 'cannot-judge') count('ChecksWithoutJudgment');
  return checked;
});
