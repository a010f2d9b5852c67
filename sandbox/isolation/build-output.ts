import { cpSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isDirectory, isUnchanged, neverWritten, parentOf } from './tree-writes.ts';

/** Paths in a tree: files that a build changed, and files and whole folders that it made. */
export type BuildOutput = readonly string[];

/** What a build made and changed in its copy of a tree. */
export function findOutput(tree: string, copy: string): BuildOutput {
  const output: string[] = [];
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of readdirSync(join(copy, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (neverWritten.has(entry.name)) continue;
      if (entry.isDirectory() && isDirectory(join(tree, path))) waiting.push(path);
      else if (!isUnchanged(join(tree, path), join(copy, path))) output.push(path);
    }
  }
  return output.sort();
}

/**
 * What of the output in a candidate's tree counts: that at the base's places, and new files beside what the base's build wrote. In
 * the folders `closed`, which hold more than output, nothing may come up that the base's build does not make.
 */
export function sharedOutput(
  tree: string,
  candidate: BuildOutput,
  base: BuildOutput,
  closed: readonly string[],
): BuildOutput {
  const places = new Set(base);
  const folders = new Set(base.map(parentOf).filter((folder) => !closed.includes(folder)));
  const isNew = (path: string) => folders.has(parentOf(path)) && !isThere(join(tree, path));
  return candidate.filter((path) => places.has(path) || isNew(path));
}

/** Also a link that leads nowhere. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The files of an output, also those in the folders that the build made. */
export function filesOf(tree: string, output: BuildOutput): readonly string[] {
  return output.flatMap((path) =>
    isDirectory(join(tree, path))
      ? filesOf(
          tree,
          readdirSync(join(tree, path)).map((name) => join(path, name)),
        )
      : [path],
  );
}

/**
 * Copies a build's output into a tree. What is neither file nor folder nor link is left out, and no link is followed, neither in
 * the copy nor in the tree.
 *
 * @param isTaken whether to copy a file or link; it gets the path in the tree.
 */
export function takeOutput(
  copy: string,
  tree: string,
  output: BuildOutput,
  isTaken: (path: string) => boolean = () => true,
): void {
  const filter = (from: string, to: string) =>
    isDirectory(from) || (isPlain(from) && isTaken(relative(tree, to)));
  for (const path of output) {
    const parent = parentOf(path);
    if (!hasOnlyFolders(copy, parent) || !filter(join(copy, path), join(tree, path))) continue;
    makeFolders(tree, parent);
    rmSync(join(tree, path), { recursive: true, force: true });
    cpSync(join(copy, path), join(tree, path), {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
      filter,
    });
  }
}

/** In place of links, too. */
function makeFolders(tree: string, folder: string): void {
  if (folder === '' || hasOnlyFolders(tree, folder)) return;
  makeFolders(tree, parentOf(folder));
  rmSync(join(tree, folder), { force: true });
  mkdirSync(join(tree, folder));
}

/** A folder on the way could be a link to any place of the machine. */
function hasOnlyFolders(copy: string, folder: string): boolean {
  return folder === '' || (isDirectory(join(copy, folder)) && hasOnlyFolders(copy, parentOf(folder)));
}

function isPlain(path: string): boolean {
  const found = lstatSync(path);
  return found.isFile() || found.isSymbolicLink();
}
