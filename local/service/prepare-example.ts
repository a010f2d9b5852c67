import { existsSync } from 'node:fs';
import { appendFile, cp, rename, rm, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { simpleGit } from 'simple-git';
import { findDependencies } from './packages/find-dependencies.ts';

/**
 * Copies the bundled example once and makes it a repository of its own: the loop commits there and never in the
 * checkout. It resolves the packages that are installed for the original.
 */
export async function prepareExample(source: string, target: string): Promise<void> {
  if (existsSync(join(target, '.git'))) return;
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await rm(target, { recursive: true, force: true });
  const isSource = (path: string) => !/node_modules|coverage/.test(relative(source, path));
  await cp(source, unfinished, { recursive: true, filter: isSource });
  const git = simpleGit(unfinished);
  await git.raw(['init', '--quiet', '--initial-branch=main']);
  await git.addConfig('user.name', 'Storefront');
  await git.addConfig('user.email', 'storefront@localhost');
  await git.add('.');
  await git.commit('The storefront as it was bought');
  const dependencies = findDependencies(source);
  if (dependencies !== null) await symlink(dependencies, join(unfinished, 'node_modules'));
  await appendFile(join(unfinished, '.git', 'info', 'exclude'), 'node_modules\n');
  await rename(unfinished, target);
}
