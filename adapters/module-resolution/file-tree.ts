import { posix } from 'node:path';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';

/** Files by their path, `/` between folders, as an import looks for them. */
export interface FileTree {
  read(path: string): string | undefined;
  /**
   * The file that an import of this path means: itself, what it is compiled from, or a folder's index. Built files are not in
   * a repository: an import of one means the source that it is built from.
   */
  find(path: string): string | undefined;
  /** Paths of the files with this name, in any folder. */
  named(pattern: RegExp): readonly string[];
}

export function createFileTree(files: readonly SourceFile[]): FileTree {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return {
    read: (path) => texts.get(path),
    find: (path) =>
      [posix.normalize(path), ...sourcesOf(posix.normalize(path))]
        .flatMap(pathsFor)
        .find((candidate) => texts.has(candidate)),
    named: (pattern) => [...texts.keys()].filter((path) => pattern.test(posix.basename(path))),
  };
}

/** Where compilers write to, usually, and what they add to it. */
const built = /(^|\/)(?:dist|build|lib|out)(\/(?:src|esm|cjs|types))?(?=\/|$)/;

/** The paths that a built one is usually made from. */
function sourcesOf(path: string): readonly string[] {
  if (!built.test(path)) return [];
  const undeclared = path.replace(/\.d\.([cm]?)ts$/, '.$1js');
  // What follows the folder may be the compiler's, or a folder of the source.
  return ['$1src$2', '$1src', '$1.'].map((folder) => posix.normalize(undeclared.replace(built, folder)));
}

const compiledFrom: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.d.ts', '.jsx'],
  '.jsx': ['.tsx', '.ts', '.jsx'],
  '.tsx': ['.tsx', '.ts'],
  '.ts': ['.ts', '.tsx'],
  '.mjs': ['.mts', '.mjs', '.d.mts'],
  '.cjs': ['.cts', '.cjs', '.d.cts'],
};
const endings = '.ts .tsx .mts .cts .js .jsx .mjs .cjs .json .d.ts .d.mts .d.cts'.split(' ');

/** In the order in which the compiler looks: `./b.js` is `b.ts` if both are there. */
function pathsFor(path: string): readonly string[] {
  const extension = posix.extname(path);
  const stem = path.slice(0, path.length - extension.length);
  const compiled = (compiledFrom[extension] ?? []).map((ending) => stem + ending);
  const folder = path === '.' ? 'index' : `${path.replace(/\/$/, '')}/index`;
  return [
    ...compiled,
    path,
    ...endings.map((ending) => path + ending),
    ...endings.map((ending) => folder + ending),
  ];
}

/** The folder of a path and those above it, nearest first; the root is `.`. */
export function foldersAbove(path: string): readonly string[] {
  const folder = posix.dirname(path);
  return folder === '.' ? ['.'] : [folder, ...foldersAbove(folder)];
}
