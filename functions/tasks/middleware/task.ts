import * as z from 'zod';
import { parse } from '#core/validation.ts';
import { observed } from '../../observability/observed.ts';

export const AboutImprovement = z.object({ improvementId: z.string().min(1) });

/** A task of the state machine: validates its payload, then runs. Errors keep their names, which `Retry` matches. */
export function task<Payload extends z.infer<typeof AboutImprovement>, Result>(
  schema: z.ZodType<Payload>,
  run: (payload: Payload) => Promise<Result>,
) {
  return observed({
    read: (event) => parse(schema, event, "the task's payload", 'task/invalid-payload'),
    about: ({ improvementId }) => ({ improvementId }),
    run,
  });
}
