import { closeSync, constants, lstatSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** An entry takes disk space even if its file is empty. */
const entrySize = 4096;
/** A path this long must be opened in two steps: the kernel takes 4,095 bytes. */
const longestPath = 2_000;

/**
 * Bytes below `folder`, counted until they exceed `enough`: a hostile folder may be endless. Where folders lie too deep for
 * one path, their paths continue from an open folder.
 */
export function folderSize(folder: string, enough: number): number {
  let total = 0;
  const held: number[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined && total <= enough; next = waiting.pop()) {
    const path = next.length < longestPath ? next : shortened(next, held);
    for (const entry of entriesOf(path)) {
      const inner = join(path, entry.name);
      if (entry.isDirectory()) waiting.push(inner);
      total += entrySize + (entry.isFile() ? sizeOf(inner) : 0);
      if (total > enough) break;
    }
  }
  for (const descriptor of held) closeSync(descriptor);
  return total;
}

/** The same folder by a short path, which is valid until it is closed. */
function shortened(path: string, held: number[]): string {
  try {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
    held.push(descriptor);
    return `/proc/self/fd/${descriptor}`;
  } catch {
    return path;
  }
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** A sparse file takes less space than its length. */
function sizeOf(file: string): number {
  try {
    return lstatSync(file).blocks * 512;
  } catch {
    return 0;
  }
}
