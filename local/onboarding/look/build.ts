import { posix } from 'node:path';
import { expandScript } from './expand-script.ts';
import type { FileView } from './file-view.ts';
import { asksFor, type PackageJson } from './package-json.ts';
import { wordFor, wordsOf } from './shell-words.ts';
import type { Start } from './start.ts';
import type { Member } from './workspace.ts';

const scriptNames = ['build:server', 'build:prod', 'build', 'compile', 'build:ts', 'tsc', 'prepare'];
const runners = /^(?:node|ts-node|tsx|babel-node|swc-node)$/;

/**
 * What has to run before the service can start; null if what it starts lies in the repository.
 * @param linked packages of the workspace that it imports, with their folders as the service's own sees them.
 */
export function buildOf(
  view: FileView,
  json: PackageJson,
  start: Pick<Start, 'line' | 'before'> | undefined,
  linked: readonly Member[] = [],
): string | null {
  const before = start?.before ?? [];
  const own = before.length > 0 ? before : isInRepository(view, start?.line ?? '') ? [] : compile(view, json);
  const commands = [...linked.flatMap(({ directory, json: other }) => buildLinked(directory, other)), ...own];
  return commands.length === 0 ? null : commands.map((command) => withSourceMaps(command, view)).join(' && ');
}

/** Whether the line runs a file that is there without any build. */
export function isInRepository(view: FileView, line: string): boolean {
  const words = wordsOf(line);
  const runner = words.findIndex((word) => runners.test(posix.basename(word)));
  const file = words.slice(runner + 1).find((word, i, all) => isFileWord(word, all[i - 1]));
  if (runner < 0 || file === undefined) return false;
  const path = posix.normalize(file.replace(/^(["'])(.*)\1$/, '$2')).replace(/\/$/, '');
  const ends = ['', '.js', '.cjs', '.mjs', '.ts', '/index.js', '/index.ts'];
  return path === '.' || ends.some((end) => view.has(path + end));
}

/** Options of Node have a value where another file is loaded first. */
const isFileWord = (word: string, before: string | undefined): boolean =>
  !word.startsWith('-') && !/^(?:-r|--require|--import|--loader|-P|--project)$/.test(before ?? '');

function compile(view: FileView, json: PackageJson): readonly string[] {
  const script = scriptNames.map((name) => expandScript(name, json.scripts)).find((found) => found?.length);
  if (script) return script;
  const emits = /"outDir"\s*:/.test(view.read('tsconfig.json') ?? '');
  return emits && asksFor(json, 'typescript') ? ['tsc -p .'] : [];
}

/** A package of the workspace is built in its own folder, with its own programs. */
function buildLinked(directory: string, json: PackageJson): readonly string[] {
  const commands = expandScript('build', json.scripts) ?? [];
  if (commands.length === 0) return [];
  const enter = `cd ${wordFor(directory)} && PATH="$PWD/node_modules/.bin:$PATH"`;
  return [`(${[enter, ...commands].join(' && ')})`];
}

/** Without source maps, measurements could name the built files only. */
function withSourceMaps(command: string, view: FileView): string {
  const isCompiler = /^tsc(?:\s|$)/.test(command) && !/--(?:inline)?sourcemap|--noEmit/i.test(command);
  const isBuild = /^tsc (?:-b|--build)\b/.test(command);
  const config = /(?:-p|--project)\s+(\S+\.json)/.exec(command)?.[1] ?? 'tsconfig.json';
  const isSet = /"(?:sourceMap|inlineSourceMap)"\s*:\s*true/.test(view.read(posix.normalize(config)) ?? '');
  return isCompiler && !isBuild && !isSet ? `${command} --sourceMap` : command;
}
