import { openSync, readdirSync, readlinkSync, unlinkSync } from 'node:fs';
import { processIds } from './leftovers.ts';

/**
 * Opens a file that has no name any more. Who inherits it is known by it, also a program that has cleared its variables, as Redis does.
 * @param prefix of its path; it is followed by the value that the guard looks for.
 * @returns its descriptor, to be passed on and closed.
 */
export function openMark(prefix: string, value: string): number {
  const path = `${prefix}${value}`;
  const descriptor = openSync(path, 'w', 0o600);
  unlinkSync(path);
  return descriptor;
}

/** The processes that have inherited a mark with this prefix, of this instance or of an earlier one. */
export const processesWithMark = (prefix: string): readonly number[] =>
  processIds().filter(
    (pid) => pid !== process.pid && openFilesOf(pid).some((file) => file.startsWith(prefix)),
  );

function openFilesOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((name) => linkIn(`${folder}/${name}`));
  } catch {
    return [];
  }
}

/** It may have been closed in the meantime. */
function linkIn(path: string): readonly string[] {
  try {
    return [readlinkSync(path)];
  } catch {
    return [];
  }
}
