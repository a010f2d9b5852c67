import { lockfiles, type ManagerName } from '#core/service/lockfiles.ts';
import type { FileView } from './file-view.ts';
import type { PackageJson } from './package-json.ts';

export interface PackageManager {
  readonly name: ManagerName;
  /** What is odd about it, in one sentence; null if nothing is. */
  readonly note: string | null;
}

/** Which manager installs the packages of a repository, by its lockfile, else by `packageManager`, else npm. */
export function packageManagerOf(root: FileView, json: PackageJson): PackageManager {
  const { packageManager, dependencies, devDependencies } = json;
  const isNeeded = Object.keys({ ...dependencies, ...devDependencies }).length > 0;
  const locked = lockfiles.filter(([file]) => root.has(file));
  const named = lockfiles.find(([, name]) => packageManager?.startsWith(`${name}@`))?.[1];
  const name = locked.find(([, manager]) => manager === named)?.[1] ?? locked[0]?.[1] ?? named ?? 'npm';
  return {
    name,
    note: isNeeded ? noteOn(locked, named) : null,
  };
}

function noteOn(
  locked: readonly (readonly [string, ManagerName])[],
  named: ManagerName | undefined,
): string | null {
  const files = locked.map(([file]) => file).join(' and ');
  if (locked.length === 0) return 'no lockfile: each install may bring other packages';
  if (new Set(locked.map(([, name]) => name)).size > 1)
    return `lockfiles of several managers: ${files}; remove those that nobody uses`;
  if (named !== undefined && named !== locked[0]?.[1])
    return `packageManager names ${named}, but the lockfile is ${files}`;
  return null;
}
