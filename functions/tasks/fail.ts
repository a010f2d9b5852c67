import { failImprovement } from '#core/improvements/rollback/fail-improvement.ts';
import { artifacts } from '../composition/artifacts.ts';
import { failedBuildIn } from './failure/failed-build.ts';
import { Failure, failureReason } from './failure/failure-reason.ts';
import { jobError } from './failure/job-error.ts';
import { AboutImprovement, task } from './middleware/task.ts';

const Payload = AboutImprovement.extend({ error: Failure });

export const handler = task(Payload, async ({ improvementId, error }, records) => {
  const build = failedBuildIn(error.Cause ?? '');
  const words = build && (await jobError(build, improvementId, artifacts()));
  const reason = failureReason(error, words);
  const { decision } = await failImprovement(improvementId, reason, {
    ...records,
    artifacts: artifacts(),
  });
  return { decision, reason };
});
