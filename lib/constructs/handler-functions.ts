import { Duration } from 'aws-cdk-lib';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type FunctionEntry, functionAccess } from '../access/function-access.ts';
import { acknowledge } from '../nag/acknowledge.ts';
import {
  type Bundle,
  HandlerFunction,
  type HandlerFunctionProps,
  type LogSettings,
} from './handler-function.ts';

export interface HandlerFunctionsProps {
  readonly bundle: Bundle;
  readonly logs: LogSettings;
  /** Destination of events that an asynchronously invoked function failed on. */
  readonly failures: IQueue;
}

type Settings = Pick<HandlerFunctionProps, 'timeout' | 'memory' | 'failures' | 'architecture'>;

/** Creates one Lambda function for each entry below `functions/`. */
export class HandlerFunctions extends Construct {
  readonly #byEntry: ReadonlyMap<FunctionEntry, HandlerFunction>;

  constructor(scope: Construct, id: string, { bundle, logs, failures }: HandlerFunctionsProps) {
    super(scope, id);
    acknowledge(
      this,
      'Serverless-LambdaDLQ',
      'Asynchronous functions have an on-failure destination, which keeps more details; the others return errors to callers.',
    );
    const make = (entry: FunctionEntry) =>
      new HandlerFunction(this, idOf(entry), { entry, bundle, logs, ...settingsOf(entry, failures) });
    const entries = Object.keys(functionAccess) as FunctionEntry[];
    this.#byEntry = new Map(entries.map((entry) => [entry, make(entry)]));
  }

  get(entry: FunctionEntry): HandlerFunction {
    const found = this.#byEntry.get(entry);
    if (!found) throw new TypeError(`there is no function ${entry}`);
    return found;
  }

  /** The functions in one folder, named without it: `begin-generating` for `tasks/begin-generating`. */
  inFolder(folder: string): readonly (readonly [name: string, handler: HandlerFunction])[] {
    return [...this.#byEntry].flatMap(([entry, handler]) =>
      entry.startsWith(`${folder}/`) ? [[entry.slice(folder.length + 1), handler] as const] : [],
    );
  }
}

/** API functions must be quick, because a caller waits. Tasks may take as long as a model or a large merge needs. */
function settingsOf(entry: FunctionEntry, failures: IQueue): Settings {
  if (entry.startsWith('api/')) return {};
  // Runs parsers and waits for the model: the only function that works for long and holds a service's sources in memory.
  // The parsers are native code, which `npm ci` installs for x64 on an ordinary server.
  if (entry === 'tasks/generate')
    return { timeout: Duration.minutes(10), memory: 1_769, architecture: Architecture.X86_64 };
  // Makes many passes over the tastes of thousands of users; 1,769 MB give it one full vCPU.
  if (entry === 'schedule/refit') return { timeout: Duration.minutes(5), memory: 1_769, failures };
  if (entry.startsWith('tasks/') || entry.startsWith('stream/')) return { timeout: Duration.minutes(2) };
  return { timeout: Duration.minutes(2), memory: 1_024, failures };
}

/** `tasks/begin-generating` becomes `TasksBeginGenerating`. */
const idOf = (entry: string): string => pascalCase(entry.replace('/', '-'));

/** `begin-generating` becomes `BeginGenerating`, the task's name in the state machine. */
export const pascalCase = (name: string): string =>
  name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
