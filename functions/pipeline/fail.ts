import { failImprovement } from '#core/improvements/fail-improvement.ts';
import { stores } from '../stores.ts';
import { artifacts } from './artifacts.ts';
import { endedBuildIn } from './ended-build.ts';
import { Failure, failureReason } from './failure-reason.ts';
import { jobWords } from './job-words.ts';
import { AboutImprovement, task } from './task.ts';

const Payload = AboutImprovement.extend({ error: Failure });

export const handler = task(Payload, async ({ improvementId, error }) => {
  const build = endedBuildIn(error.Cause ?? '');
  const words = build && (await jobWords(build, improvementId, artifacts()));
  const reason = failureReason(error, words);
  const { decision } = await failImprovement(improvementId, reason, {
    ...stores(),
    artifacts: artifacts(),
  });
  return { decision, reason };
});
