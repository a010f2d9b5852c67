import { posix } from 'node:path';
import * as z from 'zod';
import { type FileTree, foldersAbove } from './file-tree.ts';
import { parseJsonWithComments } from './json-with-comments.ts';
import { matchPattern } from './path-patterns.ts';

const text = z.string().optional().catch(undefined);
const PackageJson = z.object({
  name: text,
  source: text,
  types: text,
  module: text,
  main: text,
  imports: z.record(z.string(), z.unknown()).catch({}),
  exports: z.unknown().optional(),
});

/** A package.json of the repository, with its folder. */
export interface LocalPackage extends z.infer<typeof PackageJson> {
  readonly folder: string;
}

/** All packages of the repository: a workspace's name leads to its folder without node_modules. */
export function readPackages(tree: FileTree): readonly LocalPackage[] {
  return tree.named(/^package\.json$/).flatMap((path) => {
    const read = PackageJson.safeParse(parseJsonWithComments(tree.read(path) ?? ''));
    return read.success ? [{ ...read.data, folder: posix.dirname(path) }] : [];
  });
}

/** The file that `#name` means in a file, by `imports` of the nearest package. */
export function findInternal(
  tree: FileTree,
  packages: readonly LocalPackage[],
  specifier: string,
  from: string,
): string | undefined {
  const nearest = foldersAbove(from)
    .map((folder) => packages.find((one) => one.folder === folder))
    .find((found) => found !== undefined);
  const match = nearest && matchPattern(nearest.imports, specifier);
  return match && findTarget(tree, nearest.folder, textsIn(match.target), match.star);
}

/** The file that the name of a package of the repository, perhaps with a path in it, means. */
export function findInPackages(
  tree: FileTree,
  packages: readonly LocalPackage[],
  specifier: string,
): string | undefined {
  const owner = packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  if (owner?.name === undefined) return undefined;
  const rest = specifier.slice(owner.name.length + 1);
  if (rest === '') return findExport(tree, owner, '.') ?? findMain(tree, owner);
  return findExport(tree, owner, `./${rest}`) ?? findTarget(tree, owner.folder, [rest, `src/${rest}`]);
}

/** The file that a package is when its folder is imported. */
export const findMain = (
  tree: FileTree,
  { source, types, module, main, folder }: LocalPackage,
): string | undefined =>
  findTarget(
    tree,
    folder,
    [source, types, module, main, 'src', '.'].filter((entry) => entry !== undefined),
  );

function findExport(tree: FileTree, { exports, folder }: LocalPackage, subpath: string): string | undefined {
  const bySubpath = asRecord(exports);
  const isTable = Object.keys(bySubpath).some((key) => key.startsWith('.'));
  const match = matchPattern(isTable ? bySubpath : { '.': exports }, subpath);
  return match && findTarget(tree, folder, textsIn(match.target), match.star);
}

function findTarget(
  tree: FileTree,
  folder: string,
  targets: readonly string[],
  star = '',
): string | undefined {
  return targets
    .map((target) => tree.find(posix.join(folder, target.replaceAll('*', star))))
    .find((found) => found !== undefined);
}

/** Every path below a value of `imports` or `exports`, whatever its conditions, in the order of the file. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return Object.values(asRecord(value)).flatMap(textsIn);
}

const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
