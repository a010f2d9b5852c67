import { closeSync, openSync, readdirSync, readSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const mostBytes = 10_000_000;
const bytesKept = 1_000_000;

/**
 * Keeps the last megabyte of each log that has become longer than ten. Programs that write to it go on: they append to
 * the same file.
 */
export function shortenLogs(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const { size } = statSync(path);
    if (size > mostBytes) writeFileSync(path, endOf(path, size));
  }
}

/** From the beginning of a line on. */
function endOf(path: string, size: number): Buffer {
  const end = Buffer.alloc(bytesKept);
  const file = openSync(path, 'r');
  try {
    const read = readSync(file, end, 0, bytesKept, size - bytesKept);
    return end.subarray(end.indexOf('\n') + 1, read);
  } finally {
    closeSync(file);
  }
}
