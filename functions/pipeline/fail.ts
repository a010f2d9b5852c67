import { failImprovement } from '#core/improvements/fail-improvement.ts';
import { stores } from '../stores.ts';
import { Failure, failureReason } from './failure-reason.ts';
import { AboutImprovement, task } from './task.ts';

const Payload = AboutImprovement.extend({ error: Failure });

export const handler = task(Payload, async ({ improvementId, error }) => {
  const reason = failureReason(error);
  const { decision } = await failImprovement(improvementId, reason, stores());
  return { decision, reason };
});
