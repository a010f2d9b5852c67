import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** A folder of results has a few files: a report, and one of coverage for each process. */
const mostEntries = 10_000;
const deepest = 8;

/**
 * Copies what untrusted code left in a folder: regular files only, no deeper than eight folders, and no more than
 * `room` bytes. The rest is left out.
 */
export function handOut(from: string, to: string, room: number): void {
  let left = room;
  let entries = 0;
  const waiting = [{ path: '', depth: 0 }];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of readdirSync(join(from, folder.path), { withFileTypes: true })) {
      entries += 1;
      if (entries > mostEntries) return;
      const path = join(folder.path, entry.name);
      if (entry.isDirectory() && folder.depth < deepest) {
        mkdirSync(join(to, path), { recursive: true });
        waiting.push({ path, depth: folder.depth + 1 });
      } else if (entry.isFile()) {
        const content = readRegularFile(join(from, path), left);
        if (content === null) continue;
        left -= content.length;
        writeFileSync(join(to, path), content);
      }
    }
  }
}

/** The same for a file that may not be there. */
export function readIfThere(path: string, limit: number): Buffer | null {
  try {
    return readRegularFile(path, limit);
  } catch {
    return null;
  }
}

/** Never through a link, never more than `limit` bytes; `null` if it is no such file. */
export function readRegularFile(path: string, limit: number): Buffer | null {
  // Without O_NONBLOCK, opening a named pipe would block forever.
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = fstatSync(file);
    if (!found.isFile() || found.size > limit) return null;
    const content = Buffer.alloc(found.size);
    return content.subarray(0, readSync(file, content, 0, found.size, 0));
  } finally {
    closeSync(file);
  }
}
