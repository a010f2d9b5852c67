import { isAssignment, wordsOf } from './shell-words.ts';

/** What restarts, watches or supervises a program that we start, watch and supervise ourselves. */
const watchers = new Set(['nodemon', 'node-dev', 'supervisor', 'forever', 'pm2', 'pm2-runtime', 'pm2-dev']);
const watcherVerbs = new Set(['start', '--no-daemon', '-i', 'max', '0', '1']);
/** Options of watchers that have a value. */
const valued = new Set(['--watch', '-w', '--ext', '-e', '--ignore', '-i', '--delay', '-d', '--name', '-n']);
const wrappers = new Set(['cross-env', 'cross-env-shell', 'npx', 'env']);
const programs = /^(?:node|ts-node|tsx|babel-node|bun|nest|esmo|swc-node)$/;

/**
 * The program behind a command for development: without watchers, debuggers and wrappers, which would start it again behind
 * our back, or stop it. `NODE_OPTIONS` of the line add to ours, which measure it.
 */
export function plainProgram(command: string): string {
  const words = wordsOf(command);
  const assigned: string[] = [];
  let remaining = [...words];
  while (remaining[0] !== undefined && (wrappers.has(remaining[0]) || isAssignment(remaining[0]))) {
    const word = remaining.shift() as string;
    if (isAssignment(word)) assigned.push(addedOptions(word));
  }
  const [program, ...given] = remaining;
  if (program !== undefined && watchers.has(program)) remaining = [...withoutWatcher(given)];
  if (program === 'ts-node-dev' || program === 'tsnd')
    remaining = ['ts-node', ...given.filter(isNoFlagOfTsNodeDev)];
  if (program === 'tsx' && given[0] === 'watch') remaining = ['tsx', ...given.slice(1)];
  if (program === 'fastify' || program === 'nest') remaining = remaining.filter((word) => word !== '-w');
  return [...assigned, ...remaining.filter(isForPeople)].join(' ');
}

/** What a watcher's arguments would run. */
function withoutWatcher(words: readonly string[]): readonly string[] {
  const exec = words.findIndex((word) => word === '--exec' || word === '-x');
  if (exec >= 0) {
    const line = (words[exec + 1] ?? '').replace(/^(["'])(.*)\1$/s, '$2');
    const inner = wordsOf(line).flatMap((word) => wordsOf(plainProgram(word)));
    const behind = words.slice(exec + 2).filter((word) => !word.startsWith('-'));
    return /\.[cm]?[jt]sx?$/.test(inner.at(-1) ?? '') ? inner : [...inner, ...behind];
  }
  const own: string[] = [];
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] as string;
    if (own.length > 0 || !(word.startsWith('-') || watcherVerbs.has(word))) own.push(word);
    else if (valued.has(word)) i += 1;
  }
  const [first = '.'] = own;
  if (programs.test(first)) return own;
  return [/\.[cm]?tsx?$/.test(first) ? 'ts-node' : 'node', ...(own.length > 0 ? own : ['.'])];
}

const isNoFlagOfTsNodeDev = (word: string): boolean =>
  !/^--(respawn|transpile-only|poll|exit-child|clear|rs|notify|ignore-watch|watch)(=|$)/.test(word);
const isForPeople = (word: string): boolean => !/^--(inspect|inspect-brk|watch|watch-path)(=|$)/.test(word);

function addedOptions(assignment: string): string {
  const [, value] = /^NODE_OPTIONS=["']?(.*?)["']?$/.exec(assignment) ?? [];
  if (value === undefined || value.includes('$NODE_OPTIONS')) return assignment;
  const plain = value.split(/\s+/).filter(isForPeople).join(' ');
  return `NODE_OPTIONS="$NODE_OPTIONS ${plain}"`;
}
