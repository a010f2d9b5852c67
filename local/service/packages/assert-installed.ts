import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Conflict } from '#core/errors.ts';
import { lockfiles } from '#core/service/lockfiles.ts';
import { findDependencies } from './find-dependencies.ts';
import { installLine } from './install-line.ts';

const shown = 3;

/**
 * Checks that the packages that a service needs to run are installed where Node finds them, and that there are any if it asks for
 * some to be tested with.
 * @param folder the service's own, in the work tree of the repository whose root is `root`.
 * @throws Conflict `service/plug-and-play`, `service/no-packages`.
 */
export function assertInstalled(root: string, folder: string): void {
  const missing = missingIn(folder);
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

function missingIn(folder: string): readonly string[] {
  const { dependencies, devDependencies } = packageIn(folder);
  const needed = Object.keys(dependencies ?? {});
  // Of what only developers need, some may be left out on purpose, but not all.
  if (findDependencies(folder) === null) return [...needed, ...Object.keys(devDependencies ?? {})];
  return needed.filter((name) => !isInstalled(name, folder));
}

interface Asking {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function packageIn(folder: string): Asking {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The service itself will say what is wrong with it.
    return {};
  }
}

function isInstalled(name: string, folder: string): boolean {
  if (existsSync(join(folder, 'node_modules', name))) return true;
  return dirname(folder) !== folder && isInstalled(name, dirname(folder));
}

function installOf(root: string, folder: string): string {
  for (const place of [folder, root]) {
    const has = (file: string) => existsSync(join(place, file));
    const locked = lockfiles.find(([file]) => has(file));
    if (locked) return installLine(locked[1], has);
  }
  return 'npm install';
}
