import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** An entry takes room on the disk even where its file is empty. */
const entrySize = 4096;

/** Bytes below `folder`, counted until they pass `enough`: a hostile folder may be without end. */
export function folderSize(folder: string, enough: number): number {
  let total = 0;
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined && total <= enough; next = waiting.pop()) {
    for (const entry of entriesOf(next)) {
      const path = join(next, entry.name);
      if (entry.isDirectory()) waiting.push(path);
      total += entrySize + (entry.isFile() ? sizeOf(path) : 0);
      if (total > enough) break;
    }
  }
  return total;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** A file with holes takes less than its length says. */
function sizeOf(file: string): number {
  try {
    return lstatSync(file).blocks * 512;
  } catch {
    return 0;
  }
}
