import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { hour } from '#core/time.ts';
import { finishedMark } from '../service/finished-mark.ts';

/** The version that serves, the one before it, and one that is being rolled out. */
const versionsKept = 3;
/** A tree takes seconds to write: one that is older than this was given up. */
const writing = hour;

/**
 * Removes the exported trees of versions that no process runs any more: of each service all but the three newest and `serving`. A tree
 * that was never finished is removed an hour later; it is written again when it is needed.
 * @param serving the commits of the versions that serve; their trees may be old.
 * @param now in milliseconds since 1970.
 */
export function removeVersions(versions: string, serving: readonly string[], now: number): void {
  for (const service of namesIn(versions))
    for (const folder of [join(versions, service), join(versions, service, 'reference')])
      removeTrees(folder, serving, now);
}

function removeTrees(folder: string, serving: readonly string[], now: number): void {
  const names = namesIn(folder);
  const isFinished = (name: string) => names.includes(finishedMark(name));
  const trees = names
    .filter((name) => name !== 'reference' && !names.some((other) => finishedMark(other) === name))
    .map((name) => ({ name, written: writtenAt(join(folder, name)) }))
    .toSorted((a, b) => b.written - a.written);
  const finished = trees.filter(({ name }) => isFinished(name)).map(({ name }) => name);
  const kept = new Set([...finished.slice(0, versionsKept), ...serving]);
  for (const { name, written } of trees) {
    const isBeingWritten = !isFinished(name) && now - written < writing;
    if (kept.has(name) || isBeingWritten) continue;
    rmSync(finishedMark(join(folder, name)), { force: true });
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Of its entry in the folder: its own time is that of the commit. A tree that has just got its final name is new. */
const writtenAt = (path: string): number =>
  statSync(path, { throwIfNoEntry: false })?.ctimeMs ?? Number.POSITIVE_INFINITY;

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
