import { commandsOf, isAssignment, isIntricate, wordsOf } from './shell-words.ts';

type Scripts = Readonly<Record<string, string>>;

const managers = new Set(['npm', 'pnpm', 'yarn', 'bun']);
const starts = new Set(['start', 'test', 'stop', 'restart']);
const installs = new Set(['ci', 'i', 'install', 'add']);
/** A script that runs itself ends here. */
const deepest = 8;

/**
 * The commands that a script comes down to, in their order: `npm run x` is replaced by the script it names, with what runs
 * before and after it, because the boxes and the fleet need no package manager. Installs are left out: nothing has a network.
 *
 * @returns one command an item; undefined if there is no such script.
 */
export function expandScript(name: string, scripts: Scripts, depth = 0): readonly string[] | undefined {
  const line = scripts[name];
  if (line === undefined || depth > deepest) return undefined;
  const hooks = [scripts[`pre${name}`], line, scripts[`post${name}`]];
  return hooks.flatMap((hook) => (hook === undefined ? [] : expandLine(hook, scripts, depth)));
}

function expandLine(line: string, scripts: Scripts, depth: number): readonly string[] {
  if (isIntricate(line)) return [line.trim()];
  return commandsOf(line).flatMap((command) => expandCommand(command, scripts, depth));
}

function expandCommand(command: string, scripts: Scripts, depth: number): readonly string[] {
  const words = wordsOf(command);
  const first = words.findIndex((word) => !isAssignment(word));
  const [program = '', verb = '', ...rest] = words.slice(Math.max(first, 0));
  if (program === 'run-s' || (program === 'npm-run-all' && !words.some(isParallel)))
    return namesIn([verb, ...rest]).flatMap((name) => expandScript(name, scripts, depth + 1) ?? [command]);
  if (!managers.has(program)) return [command];
  if (installs.has(verb) || (program === 'yarn' && verb === '')) return [];
  const [name, ...further] = scriptNamed(program, verb, rest);
  const inner = name === undefined ? undefined : expandScript(name, scripts, depth + 1);
  if (inner === undefined) return [command];
  return withAround(inner, words.slice(0, Math.max(first, 0)), further);
}

/** The script that a package manager's words name, and the arguments that the script gets. */
function scriptNamed(program: string, verb: string, rest: readonly string[]): readonly string[] {
  const given = (words: readonly string[]) => words.filter((word) => word !== '--');
  if (verb === 'run' || verb === 'run-script')
    return given(rest.filter((word) => word !== '-s' && word !== '--silent'));
  return program === 'npm' && !starts.has(verb) ? [] : [verb, ...given(rest)];
}

/** Variables go before each command of the script, arguments behind the last. */
function withAround(
  commands: readonly string[],
  assignments: readonly string[],
  further: readonly string[],
): readonly string[] {
  return commands.map((command, i) =>
    [...assignments, command, ...(i === commands.length - 1 ? further : [])].join(' '),
  );
}

const isParallel = (word: string): boolean => /^(-p|--parallel)$/.test(word);
const namesIn = (words: readonly string[]): readonly string[] =>
  words.filter((word) => word !== '' && !word.startsWith('-'));
