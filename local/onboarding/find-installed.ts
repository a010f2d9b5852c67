import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Conflict } from '#core/errors.ts';
import { findDependencies } from '../service/packages/find-dependencies.ts';
import type { Findings } from './look/look.ts';
import type { Project } from './open-project.ts';

/**
 * The folder of installed packages; null where none are asked for.
 * @throws Conflict `init/not-installed`, `init/plug-and-play`.
 */
export function findInstalled(
  { root }: Pick<Project, 'root'>,
  { json, directory, manager }: Pick<Findings, 'json' | 'directory' | 'manager'>,
): string | null {
  const folder = findDependencies(join(root, directory));
  if (folder !== null) return folder;
  const needed = Object.keys({ ...json.dependencies, ...json.devDependencies });
  if (needed.length === 0) return null;
  if (existsSync(join(root, '.pnp.cjs')))
    throw new Conflict(
      `the packages of ${root} are installed by Plug'n'Play, which boxes cannot read; set "nodeLinker: node-modules" in .yarnrc.yml, and run \`yarn install\`.`,
      { code: 'init/plug-and-play' },
    );
  throw new Conflict(
    `the packages of ${root} are not installed (${needed.length} are asked for); run \`${manager.install}\` there first.`,
    { code: 'init/not-installed' },
  );
}
