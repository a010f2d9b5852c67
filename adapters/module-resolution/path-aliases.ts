import { posix } from 'node:path';
import * as z from 'zod';
import { type FileTree, foldersAbove } from './file-tree.ts';
import { parseJsonWithComments } from './json-with-comments.ts';
import { findInPackages, type LocalPackage } from './packages.ts';
import { matchPattern, type PathPatterns } from './path-patterns.ts';

const CompilerOptions = z.object({
  baseUrl: z.string().optional(),
  paths: z.record(z.string(), z.array(z.string())).optional(),
});
const Config = z.object({
  extends: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .catch(undefined),
  compilerOptions: CompilerOptions.catch({}).prefault({}),
});

/** What a compiler's configuration says of names that are no paths. Folders are relative to the service's root. */
interface PathAliases {
  /** Names are looked for in it, too. */
  readonly base?: string;
  readonly paths?: PathPatterns<readonly string[]>;
  /** What the targets of `paths` are relative to. */
  readonly pathsFolder?: string;
}

/** Finds the file that a name means in a file, by tsconfig.json and jsconfig.json of the folders above, nearest first. */
export function createFindAlias(
  tree: FileTree,
  packages: readonly LocalPackage[],
): (specifier: string, from: string) => string | undefined {
  const known = new Map<string, PathAliases>();
  const configs = tree.named(/^(?:ts|js)config[\w.-]*\.json$/).toSorted((a, b) => a.length - b.length);
  const byFolder = Map.groupBy(configs, (path) => posix.dirname(path));

  function aliasesOf(path: string): PathAliases {
    const aliases = known.get(path) ?? readAliases(tree, packages, path, []);
    known.set(path, aliases);
    return aliases;
  }
  return (specifier, from) =>
    foldersAbove(from)
      .flatMap((folder) => byFolder.get(folder) ?? [])
      .map((path) => findAlias(tree, aliasesOf(path), specifier))
      .find((found) => found !== undefined);
}

function findAlias(tree: FileTree, aliases: PathAliases, specifier: string): string | undefined {
  const { base, paths = {}, pathsFolder = '.' } = aliases;
  const match = matchPattern(paths, specifier);
  const targets = (match?.target ?? []).map((target) =>
    posix.join(pathsFolder, target.replace('*', match?.star ?? '')),
  );
  return [...targets, ...(base === undefined ? [] : [posix.join(base, specifier)])]
    .map((path) => tree.find(path))
    .find((found) => found !== undefined);
}

/** @param seen the configurations that extend this one: one that extends itself ends there. */
function readAliases(
  tree: FileTree,
  packages: readonly LocalPackage[],
  path: string,
  seen: readonly string[],
): PathAliases {
  const read = Config.safeParse(parseJsonWithComments(tree.read(path) ?? ''));
  if (!read.success || seen.includes(path)) return {};
  const folder = posix.dirname(path);
  const inherited = [read.data.extends ?? []]
    .flat()
    .flatMap((name) => extended(tree, packages, name, folder) ?? [])
    .map((parent) => readAliases(tree, packages, parent, [...seen, path]));
  const { baseUrl, paths } = read.data.compilerOptions;
  const within = (target: string) => posix.join(folder, target.replace(/^\$\{configDir\}/, '.'));
  const base: PathAliases = Object.assign(
    {},
    ...inherited,
    baseUrl === undefined ? {} : { base: within(baseUrl) },
  );
  return paths === undefined ? base : { ...base, paths, pathsFolder: base.base ?? folder };
}

function extended(
  tree: FileTree,
  packages: readonly LocalPackage[],
  name: string,
  folder: string,
): string | undefined {
  if (!name.startsWith('.'))
    return findInPackages(tree, packages, name) ?? findInPackages(tree, packages, `${name}/tsconfig.json`);
  const path = posix.join(folder, name);
  return [path, `${path}.json`, `${path}/tsconfig.json`].find((one) => tree.read(one) !== undefined);
}
