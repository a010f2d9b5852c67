import type { ManagerName } from '#core/service/lockfiles.ts';

/**
 * The line that installs exactly what a manager's lockfile names.
 * @param has whether a file lies beside the lockfile.
 */
export function installLine(manager: ManagerName, has: (file: string) => boolean): string {
  return {
    npm: 'npm ci',
    pnpm: 'pnpm install --frozen-lockfile',
    // Only later versions than 1 have this file.
    yarn: has('.yarnrc.yml') ? 'yarn install --immutable' : 'yarn install --frozen-lockfile',
    bun: 'bun install --frozen-lockfile',
  }[manager];
}
