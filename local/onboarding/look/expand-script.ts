import { commandsOf, isAssignment, isIntricate, wordsOf } from './shell-words.ts';

type Scripts = Readonly<Record<string, string>>;

const managers = new Set(['npm', 'pnpm', 'yarn', 'bun']);
const starts = new Set(['start', 'test', 'stop', 'restart']);
const installs = new Set(['ci', 'i', 'install', 'add']);
/** No script comes down to more, unless scripts multiply each other. */
const mostCommands = 200;

/** The scripts, and what those seen so far come down to: undefined for one that is being expanded, or cannot be. */
interface Expansion {
  readonly scripts: Scripts;
  readonly known: Map<string, readonly string[] | undefined>;
}

/**
 * The commands that a script comes down to, in their order: `npm run x` is replaced by the script it names, with what runs
 * before and after it, because the boxes and the fleet need no package manager. Installs are left out: nothing has a network.
 * A script that runs itself is not replaced there, nor one that comes down to very many commands.
 *
 * @returns one command an item; undefined if there is no such script, or it comes down to too many.
 */
export const expandScript = (name: string, scripts: Scripts): readonly string[] | undefined =>
  expand(name, { scripts, known: new Map() });

function expand(name: string, expansion: Expansion): readonly string[] | undefined {
  const { scripts, known } = expansion;
  if (!Object.hasOwn(scripts, name) || known.has(name)) return known.get(name);
  known.set(name, undefined);
  const hooks = [scripts[`pre${name}`], scripts[name], scripts[`post${name}`]];
  const commands = hooks.flatMap((hook) => (hook === undefined ? [] : expandLine(hook, expansion)));
  if (commands.length <= mostCommands) known.set(name, commands);
  return known.get(name);
}

function expandLine(line: string, expansion: Expansion): readonly string[] {
  if (isIntricate(line)) return [line.trim()];
  return commandsOf(line).flatMap((command) => expandCommand(command, expansion));
}

function expandCommand(command: string, expansion: Expansion): readonly string[] {
  const words = wordsOf(command);
  const first = words.findIndex((word) => !isAssignment(word));
  const [program = '', verb = '', ...rest] = words.slice(Math.max(first, 0));
  if (program === 'run-s' || (program === 'npm-run-all' && !words.some(isParallel)))
    return namesIn([verb, ...rest]).flatMap((name) => expand(name, expansion) ?? [command]);
  if (!managers.has(program)) return [command];
  if (installs.has(verb) || (program === 'yarn' && verb === '')) return [];
  const [name, ...further] = scriptNamed(program, verb, rest);
  const inner = name === undefined ? undefined : expand(name, expansion);
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
