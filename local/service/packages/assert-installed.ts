import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Conflict } from '#core/errors.ts';

const shown = 3;

/** Lockfiles, each with the command that installs what it names. */
const installs = {
  'package-lock.json': 'npm ci',
  'npm-shrinkwrap.json': 'npm ci',
  'pnpm-lock.yaml': 'pnpm install --frozen-lockfile',
  'yarn.lock': 'yarn install --immutable',
  'bun.lock': 'bun install --frozen-lockfile',
  'bun.lockb': 'bun install --frozen-lockfile',
} as const;

/**
 * Checks that the packages that a service asks for are installed where Node finds them.
 * @param folder the service's own, in the work tree of the repository whose root is `root`.
 * @throws Conflict `service/plug-and-play`, `service/no-packages`.
 */
export function assertInstalled(root: string, folder: string): void {
  const missing = dependenciesOf(folder).filter((name) => !isInstalled(name, folder));
  if (missing.length === 0) return;
  if (existsSync(join(root, '.pnp.cjs')))
    throw new Conflict(
      `${root} has its packages in Yarn's Plug'n'Play, where only Yarn finds them; write nodeLinker: node-modules into .yarnrc.yml, and run yarn install.`,
      { code: 'service/plug-and-play' },
    );
  const more = missing.length > shown ? ` and ${missing.length - shown} more` : '';
  throw new Conflict(
    `${folder} has not installed ${missing.slice(0, shown).join(', ')}${more}, for which its package.json asks; run ${installOf(root, folder)} first.`,
    { code: 'service/no-packages', data: { missing } },
  );
}

function dependenciesOf(folder: string): readonly string[] {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return [];
  try {
    return Object.keys(JSON.parse(readFileSync(file, 'utf8')).dependencies ?? {});
  } catch {
    // The service itself will say what is wrong with it.
    return [];
  }
}

function isInstalled(name: string, folder: string): boolean {
  if (existsSync(join(folder, 'node_modules', name))) return true;
  return dirname(folder) !== folder && isInstalled(name, dirname(folder));
}

function installOf(root: string, folder: string): string {
  for (const place of [folder, root])
    for (const [lockfile, command] of Object.entries(installs))
      if (existsSync(join(place, lockfile))) return command;
  return 'npm install';
}
