import { existsSync, realpathSync } from 'node:fs';
import { resolve } from 'node:path';

/** A folder without links, by which two names of it are recognized; as it is named where there is none. */
export function folderOf(path: string): string {
  const absolute = resolve(path);
  return existsSync(absolute) ? realpathSync(absolute) : absolute;
}
