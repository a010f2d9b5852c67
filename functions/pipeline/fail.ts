import * as z from 'zod';
import { failImprovement } from '#core/improvements/fail-improvement.ts';
import { stores } from '../stores.ts';
import { AboutImprovement, task } from './task.ts';

const Payload = AboutImprovement.extend({
  /** What a `Catch` puts there: `Cause` is a sentence, or Lambda's JSON with one in it. */
  error: z.object({ Error: z.string().optional(), Cause: z.string().optional() }),
});

export const handler = task(Payload, async ({ improvementId, error }) => {
  const reason = reasonOf(error);
  const { decision } = await failImprovement(improvementId, reason, stores());
  return { decision, reason };
});

const LambdaError = z.object({ errorMessage: z.string() });

function reasonOf({
  Error: name,
  Cause: cause,
}: {
  Error?: string | undefined;
  Cause?: string | undefined;
}): string {
  if (!cause) return name ?? 'the step failed and did not say why';
  try {
    return LambdaError.parse(JSON.parse(cause)).errorMessage;
  } catch {
    return cause;
  }
}
