export type ManagerName = 'npm' | 'pnpm' | 'yarn' | 'bun';

/**
 * The lockfiles of package managers; where there are several, the first counts: a repository that changed its manager may still
 * have the lockfile of npm.
 */
export const lockfiles: readonly (readonly [file: string, manager: ManagerName])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['npm-shrinkwrap.json', 'npm'],
  ['package-lock.json', 'npm'],
];
