import { type Command, InvalidArgumentError } from 'commander';
import { InvalidInput } from '#core/errors.ts';
import type { Answers } from '#local/onboarding/answers.ts';
import { wholeNumber } from './options.ts';

const portNumber = wholeNumber('the port must be a whole number from 1 to 65535.', 1, 65_535);

/** Every answer that `ironclaw init` could ask for. */
export interface AnswerFlags {
  readonly name?: string;
  readonly directory?: string;
  readonly branch?: string;
  readonly build?: string;
  readonly start?: string;
  readonly port?: number;
  readonly health?: string;
  readonly test?: string;
  readonly typecheck?: string;
  readonly lint?: string;
  readonly sources?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly node?: string;
  readonly setup?: string;
  readonly setupStop?: string;
}

export const withAnswers = (command: Command): Command =>
  command
    .option('--name <name>', 'name of the service')
    .option('--directory <folder>', "the service's folder in its repository")
    .option('--branch <name>', "the branch that is improved (default: the one that git's HEAD names)")
    .option('--build <line>', 'makes what start and test need')
    .option('--start <line>', 'starts the service')
    .option('--port <number>', 'the port that it listens on if it does not read PORT', portNumber)
    .option('--health <path>', 'a path that responds with a status below 500')
    .option('--test <line>', 'runs the tests, and writes their report to $IRONCLAW_TEST_REPORT')
    .option('--typecheck <line>', 'checks the types')
    .option('--lint <line>', 'runs the linter')
    .option('--sources <glob...>', 'the files that a fix may change')
    .option('--env <NAME=value>', 'a variable of the service; may be repeated', variable)
    .option('--node <range>', 'the version of Node that runs it')
    .option('--setup <line>', 'starts what the service needs beside itself, such as a database')
    .option('--setup-stop <line>', 'ends what --setup started');

/** What the flags say, as a part of a manifest. @throws InvalidInput `init/setup-without-start`. */
export function answersFrom({
  build,
  start,
  test,
  typecheck,
  lint,
  sources,
  setup,
  setupStop,
  ...flags
}: AnswerFlags): Answers {
  const { name, directory, branch, port, health, env, node } = flags;
  if (setup === undefined && setupStop !== undefined)
    throw new InvalidInput('--setup-stop ends what --setup starts; name both.', {
      code: 'init/setup-without-start',
    });
  const given = { name, directory, branch, port, health, env, node, sources: sources && [...sources] };
  return {
    ...withoutUnset(given),
    ...(setup === undefined ? {} : { setup: { start: setup, ...withoutUnset({ stop: setupStop }) } }),
    commands: withoutUnset({ build, start, test, typecheck, lint }),
  };
}

type WithoutUnset<Values> = { [Key in keyof Values]?: Exclude<Values[Key], undefined> };

const withoutUnset = <Values extends object>(values: Values): WithoutUnset<Values> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as WithoutUnset<Values>;

function variable(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new InvalidArgumentError('a variable is written NAME=value.');
  return { ...before, [name]: value };
}
