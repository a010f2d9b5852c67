import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The version that serves, the one before it, and one that is being rolled out. */
const versionsKept = 3;

/**
 * Removes the exported trees of versions that no process runs any more: all but the three newest and `serving`. A tree
 * that was not finished is removed too; it is written again when it is needed.
 * @param serving the commits of the versions that serve; their trees may be old.
 */
export function removeVersions(versions: string, serving: readonly string[]): void {
  removeTrees(versions, serving);
  removeTrees(join(versions, 'reference'), serving);
}

function removeTrees(folder: string, serving: readonly string[]): void {
  const trees = namesIn(folder)
    .filter((name) => name !== 'reference')
    .map((name) => ({ name, written: statSync(join(folder, name)).ctimeMs }))
    .toSorted((a, b) => b.written - a.written);
  const finished = trees.filter(({ name }) => /^[0-9a-f]+$/.test(name)).map(({ name }) => name);
  const kept = new Set([...finished.slice(0, versionsKept), ...serving]);
  // One that is being written now is the newest.
  const [newest] = trees;
  for (const { name } of trees)
    if (!kept.has(name) && name !== newest?.name)
      rmSync(join(folder, name), { recursive: true, force: true });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
