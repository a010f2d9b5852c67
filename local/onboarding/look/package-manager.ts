import type { FileView } from './file-view.ts';
import type { PackageJson } from './package-json.ts';

export type ManagerName = 'npm' | 'pnpm' | 'yarn' | 'bun';

export interface PackageManager {
  readonly name: ManagerName;
  /** The line that installs what the lockfile names. */
  readonly install: string;
  /** What is odd about it, in one sentence; null if nothing is. */
  readonly note: string | null;
}

const lockfiles: readonly (readonly [string, ManagerName])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

/** Which manager installs the packages of a repository, by its lockfile, else by `packageManager`, else npm. */
export function packageManagerOf(root: FileView, json: PackageJson): PackageManager {
  const { packageManager, dependencies, devDependencies } = json;
  const isNeeded = Object.keys({ ...dependencies, ...devDependencies }).length > 0;
  const locked = lockfiles.filter(([file]) => root.has(file));
  const named = lockfiles.find(([, name]) => packageManager?.startsWith(`${name}@`))?.[1];
  const name = locked.find(([, manager]) => manager === named)?.[1] ?? locked[0]?.[1] ?? named ?? 'npm';
  return {
    name,
    install: installLine(name, locked.length > 0, root),
    note: isNeeded ? noteOn(locked, named) : null,
  };
}

function installLine(name: ManagerName, isLocked: boolean, root: FileView): string {
  if (!isLocked) return `${name} install`;
  const isBerry = root.has('.yarnrc.yml');
  return {
    npm: 'npm ci',
    pnpm: 'pnpm install --frozen-lockfile',
    yarn: isBerry ? 'yarn install --immutable' : 'yarn install --frozen-lockfile',
    bun: 'bun install --frozen-lockfile',
  }[name];
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
