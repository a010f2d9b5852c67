import { type BigIntStats, lstatSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a command changed in its copy of a tree; paths are relative, and the tree itself is "". */
export interface TreeWrites {
  /** Folders of the tree in which something was made, removed or renamed, if only for a while. */
  readonly folders: readonly string[];
  /** Files of the tree whose content was changed. */
  readonly files: readonly string[];
}

/** Packages and history are never a command's to write to. */
export const neverWritten: ReadonlySet<string> = new Set(['node_modules', '.git']);

/**
 * What differs between a tree and a copy in which a command has run. The copy was made with the tree's times: a folder's
 * time changes with each entry that comes or goes.
 */
export function findWrites(tree: string, copy: string): TreeWrites {
  const folders: string[] = [];
  const files: string[] = [];
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    // With a slash, because a copy may be named by a link to an open folder.
    if (!isUnchanged(`${tree}/${folder}`, `${copy}/${folder}`)) folders.push(folder);
    for (const entry of readdirSync(join(tree, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !neverWritten.has(entry.name) && isDirectory(join(copy, path)))
        waiting.push(path);
      if (entry.isFile() && !isUnchanged(join(tree, path), join(copy, path))) files.push(path);
    }
  }
  return { folders, files };
}

export function isUnchanged(original: string, copy: string): boolean {
  const [before, after] = [timesOf(original), timesOf(copy)];
  return before?.mtimeNs === after?.mtimeNs && (before?.isDirectory() || before?.size === after?.size);
}

export function isDirectory(path: string): boolean {
  return timesOf(path)?.isDirectory() ?? false;
}

function timesOf(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

/** The folder of a path in a tree. */
export function parentOf(path: string): string {
  const parent = dirname(path);
  return parent === '.' ? '' : parent;
}
