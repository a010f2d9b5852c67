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
  /** Where events go that the functions nobody waits for could not deal with. */
  readonly failures: IQueue;
}

type Settings = Pick<HandlerFunctionProps, 'timeout' | 'memory' | 'failures' | 'architecture'>;

/** Every entry below `functions/`, as a function of its own. */
export class HandlerFunctions extends Construct {
  readonly #byEntry: ReadonlyMap<FunctionEntry, HandlerFunction>;

  constructor(scope: Construct, id: string, { bundle, logs, failures }: HandlerFunctionsProps) {
    super(scope, id);
    acknowledge(
      this,
      'Serverless-LambdaDLQ',
      'Those that nobody waits for have a destination on failure, which tells more; the others are waited for.',
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

  /** Those of one folder, by what follows it: `begin-generating` of `tasks`. */
  inFolder(folder: string): readonly (readonly [name: string, handler: HandlerFunction])[] {
    return [...this.#byEntry].flatMap(([entry, handler]) =>
      entry.startsWith(`${folder}/`) ? [[entry.slice(folder.length + 1), handler] as const] : [],
    );
  }
}

/** A caller waits for an API function; the state machine has the patience that a model, or a merge of months, needs. */
function settingsOf(entry: FunctionEntry, failures: IQueue): Settings {
  if (entry.startsWith('api/')) return {};
  // Parsers and a model's answer: the one function that works for long, and holds a service's sources. The parsers are
  // machine code, which the bundler ships for the architecture that `npm ci` brings to an ordinary server.
  if (entry === 'tasks/generate')
    return { timeout: Duration.minutes(10), memory: 1_769, architecture: Architecture.X86_64 };
  // As many passes over the tastes of thousands of users as it takes, on a whole processor.
  if (entry === 'schedule/refit') return { timeout: Duration.minutes(5), memory: 1_769, failures };
  if (entry.startsWith('tasks/') || entry.startsWith('stream/')) return { timeout: Duration.minutes(2) };
  return { timeout: Duration.minutes(2), memory: 1_024, failures };
}

/** `tasks/begin-generating` becomes `TasksBeginGenerating`. */
const idOf = (entry: string): string => pascalCase(entry.replace('/', '-'));

/** `begin-generating` becomes `BeginGenerating`, as the state machine's definition names its tasks. */
export const pascalCase = (name: string): string =>
  name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
