import { readFileSync } from 'node:fs';
import * as z from 'zod';

const State = z.looseObject({
  Type: z.string(),
  Resource: z.string().default(''),
  Parameters: z.record(z.string(), z.unknown()).default({}),
  Retry: z.array(z.looseObject({ ErrorEquals: z.array(z.string()) })).default([]),
  Catch: z.array(z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() })).default([]),
  Choices: z.array(z.looseObject({ Next: z.string() })).default([]),
  Default: z.string().optional(),
  Next: z.string().optional(),
});
export type State = z.infer<typeof State>;

const Definition = z.looseObject({ States: z.record(z.string(), State) });

const file = new URL('../../statemachines/improvement.asl.json', import.meta.url);

/** The improvement's state machine from its file, a new copy on each call. */
export const readDefinition = (): object => JSON.parse(readFileSync(file, 'utf8'));

/** The tasks of the improvement's state machine by name. */
export function tasksOf(definition: object): ReadonlyMap<string, State> {
  const { States } = Definition.parse(definition);
  return new Map(Object.entries(States).filter(([, { Type }]) => Type === 'Task'));
}

/** Every transition that the definition allows, as `From → To`. */
export function transitionsOf(definition: object): ReadonlySet<string> {
  const { States } = Definition.parse(definition);
  const next = ({ Next, Default, Choices, Catch }: State) =>
    [Next, Default, ...[...Choices, ...Catch].map((choice) => choice.Next)].filter(
      (name) => name !== undefined,
    );
  return new Set(
    Object.entries(States).flatMap(([from, state]) => next(state).map((to) => `${from} → ${to}`)),
  );
}
