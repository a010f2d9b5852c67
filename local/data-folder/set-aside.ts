import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const mark = 'loop-seen';
const earlier = 'earlier';

/** Notes that the whole loop has been seen with this data. */
export function markSeen(root: string): void {
  writeFileSync(join(root, mark), '');
}

/**
 * Moves the data of a loop that has been seen out of the way, so that it can be seen again from its beginning.
 * @returns where it lies now, or null where there was none.
 */
export function setAsideSeen(root: string, now: Date): string | null {
  if (!existsSync(join(root, mark))) return null;
  const target = join(root, earlier, now.toISOString().replace(/[:.]/g, '-'));
  mkdirSync(target, { recursive: true });
  // The mark goes last: if we die in between, the next start goes on moving.
  const entries = readdirSync(root).filter((name) => name !== earlier && name !== mark && name !== 'lock');
  for (const name of [...entries, mark]) renameSync(join(root, name), join(target, name));
  return target;
}
