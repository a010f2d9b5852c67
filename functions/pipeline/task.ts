import * as z from 'zod';
import { parse } from '#core/validation.ts';

export const AboutImprovement = z.object({ improvementId: z.string().min(1) });

/** A task of the state machine: reads its payload once, then runs. Errors keep their names, which `Retry` matches. */
export function task<Payload, Result>(
  schema: z.ZodType<Payload>,
  run: (payload: Payload) => Promise<Result>,
) {
  return async (event: unknown): Promise<Result> =>
    run(parse(schema, event, "the task's payload", 'task/invalid-payload'));
}
