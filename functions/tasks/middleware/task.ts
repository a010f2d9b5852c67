import * as z from 'zod';
import { madeBy } from '#core/improvements/executions/made-by.ts';
import { parse } from '#core/validation.ts';
import { stores } from '../../composition/stores.ts';
import { observed } from '../../observability/observed.ts';

export const AboutImprovement = z.object({
  improvementId: z.string().min(1),
  /** The name of the execution that the task belongs to. */
  execution: z.string().min(1),
});

/** The stores of the records, whose changes of an improvement name the execution. */
export type TaskStores = ReturnType<typeof stores>;

/** A task of the state machine: validates its payload, then runs. Errors keep their names, which `Retry` matches. */
export function task<Payload extends z.infer<typeof AboutImprovement>, Result>(
  schema: z.ZodType<Payload>,
  run: (payload: Payload, records: TaskStores) => Promise<Result>,
) {
  return observed({
    read: (event) => parse(schema, event, "the task's payload", 'task/invalid-payload'),
    about: ({ improvementId, execution }) => ({ improvementId, execution }),
    run: (payload) =>
      run(payload, { ...stores(), improvements: madeBy(payload.execution, stores().improvements) }),
  });
}
