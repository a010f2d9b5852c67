import { lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { refuseAgent } from './refuse-agent.ts';

/** A file, or something in its place. */
export interface Entry {
  readonly kind: 'file' | 'link' | 'other';
  readonly bytes: number;
  /** Whether it may be executed, and with whose rights. */
  readonly mode: number;
  /** Of a link. */
  readonly target: string | null;
}

/** Packages and history are never part of a candidate: an agent may make its own for its work. */
const apart = new Set(['.git', 'node_modules']);

/** Longer paths cannot be opened. */
const longestPath = 2_000;
const executableAndSpecial = 0o7111;

/**
 * All entries of a tree but its folders, by their paths. No link is followed.
 * @throws InvalidInput if there are more than `most`, or one cannot be reached.
 */
export function listEntries(tree: string, most = Number.POSITIVE_INFINITY): ReadonlyMap<string, Entry> {
  const found = new Map<string, Entry>();
  const waiting = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    if (folder.length > longestPath)
      refuseAgent(`made folders with a path of over ${longestPath} characters`);
    for (const entry of readdirSync(`${tree}/${folder}`, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (apart.has(entry.name)) continue;
      if (entry.isDirectory()) waiting.push(path);
      else found.set(path, entryAt(join(tree, path)));
      if (found.size + waiting.length > most) refuseAgent('added thousands of files and folders');
    }
  }
  return found;
}

function entryAt(path: string): Entry {
  const found = lstatSync(path);
  const kind = found.isFile() ? 'file' : found.isSymbolicLink() ? 'link' : 'other';
  const target = kind === 'link' ? readlinkSync(path) : null;
  return { kind, bytes: found.size, mode: found.mode & executableAndSpecial, target };
}
