import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const mark = 'loop-seen';
const earlier = 'earlier';

/** Records that the loop has finished with this data. */
export function markSeen(root: string): void {
  writeFileSync(join(root, mark), '', { mode: 0o600 });
}

/**
 * Sets the data of a finished loop aside, so that the loop can run again from its beginning.
 * @returns its new folder, or null if there was none.
 */
export function setAsideSeen(root: string, now: Date): string | null {
  if (!existsSync(join(root, mark))) return null;
  const target = join(root, earlier, now.toISOString().replace(/[:.]/g, '-'));
  mkdirSync(target, { recursive: true, mode: 0o700 });
  // The mark is moved last: after an interruption the next start continues.
  const entries = readdirSync(root).filter((name) => name !== earlier && name !== mark && name !== 'lock');
  for (const name of [...entries, mark]) renameSync(join(root, name), join(target, name));
  return target;
}
