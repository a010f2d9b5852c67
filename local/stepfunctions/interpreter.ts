import { readFileSync } from 'node:fs';
import { StateMachine } from 'aws-local-stepfunctions';
import * as z from 'zod';
import { tasks } from './tasks.ts';

const definitionFile = new URL('../../statemachines/improvement.asl.json', import.meta.url);

const LambdaInvocation = z.object({ FunctionName: z.string(), Payload: z.unknown() });
const BuildStart = z.object({
  EnvironmentVariablesOverride: z.array(z.object({ Name: z.string(), Value: z.string() })),
});

const StateTypes = z.object({
  States: z.record(z.string(), z.object({ Type: z.string(), Resource: z.string().optional() })),
});

export interface Execution {
  readonly result: Promise<unknown>;
  abort(): void;
}

/** Runs the deployed state machine file; only the resources behind it are local. */
export function openInterpreter(
  { build }: { build(folder: string): Promise<void> },
  definition = readFileSync(definitionFile, 'utf8'),
) {
  const text = definition.replace(/\$\{(\w+)\}/g, '$1');
  const machine = new StateMachine(JSON.parse(text), { validationOptions: { checkArn: false } });
  const taskResourceLocalHandlers = handlersFor(text, build);
  return {
    /** @param name what the execution knows itself by. */
    start(input: object, name: string): Execution {
      const { result, abort } = machine.run(input as never, {
        overrides: { taskResourceLocalHandlers },
        context: { Execution: { Name: name } },
        noThrowOnAbort: true,
      });
      return { result, abort };
    },
  };
}

function handlersFor(definition: string, build: (folder: string) => Promise<void>) {
  const { States } = StateTypes.parse(JSON.parse(definition));
  const ofTasks = Object.entries(States).filter(([, { Type }]) => Type === 'Task');
  return Object.fromEntries(
    ofTasks.map(([name, { Resource = '' }]) => [
      name,
      Resource.includes('codebuild') ? (input: unknown) => runBuild(input, build) : invoke,
    ]),
  );
}

async function invoke(input: unknown): Promise<never> {
  const { FunctionName, Payload } = LambdaInvocation.parse(input);
  const task = tasks[FunctionName];
  if (!task) throw new TypeError(`the state machine names an unknown function ${FunctionName}`);
  // Through JSON, like an invocation: only data passes.
  const result = await task(JSON.parse(JSON.stringify(Payload)));
  return { Payload: JSON.parse(JSON.stringify(result ?? null)) } as never;
}

async function runBuild(input: unknown, build: (folder: string) => Promise<void>): Promise<never> {
  const { EnvironmentVariablesOverride } = BuildStart.parse(input);
  const folder = EnvironmentVariablesOverride.find(({ Name }) => Name === 'JOB_FOLDER')?.Value;
  if (folder === undefined) throw new TypeError('a build was started without JOB_FOLDER');
  await build(folder);
  return { Build: { BuildStatus: 'SUCCEEDED' } } as never;
}
