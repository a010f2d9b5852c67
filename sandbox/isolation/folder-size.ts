import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** An entry takes disk space even if its file is empty. */
const entrySize = 4096;

/** Bytes below `folder`, counted until they exceed `enough`: a hostile folder may be endless. */
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

/** A sparse file takes less space than its length. */
function sizeOf(file: string): number {
  try {
    return lstatSync(file).blocks * 512;
  } catch {
    return 0;
  }
}
