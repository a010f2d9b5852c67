import { existsSync, realpathSync } from 'node:fs';
import { glob, mkdir, readdir, realpath, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { findDependencies } from './find-dependencies.ts';

/** Tools write into these folders beside the packages: each version has its own. */
const caches = ['.cache', '.vite', '.vite-temp'];

/** A work tree with its installed packages, and an exported tree that is to use them. */
interface Trees {
  readonly workTree: string;
  readonly tree: string;
}

/**
 * Gives an exported tree the packages that are installed in its work tree, at its root and in each package of a workspace.
 * A link to a package of the same workspace leads to that package in the exported tree, and every other to where it is
 * installed.
 */
export async function linkPackages(trees: Trees): Promise<void> {
  for (const folder of await packageFolders(trees.tree)) {
    const installed = join(trees.workTree, folder, 'node_modules');
    const target = join(trees.tree, folder, 'node_modules');
    // Packages that are committed come with the tree.
    if (existsSync(installed) && !existsSync(target)) await linkFolder(installed, target, trees);
  }
  const above = findDependencies(trees.workTree);
  const root = join(trees.tree, 'node_modules');
  if (above !== null && !existsSync(root)) await linkFolder(above, root, trees);
}

/** The folders with a package.json, by their paths below the tree. */
async function packageFolders(tree: string): Promise<readonly string[]> {
  const exclude = (path: string) => path.split('/').includes('node_modules');
  const folders = new Set(['.']);
  for await (const path of glob('**/package.json', { cwd: tree, exclude })) folders.add(dirname(path));
  return [...folders];
}

async function linkFolder(installed: string, target: string, trees: Trees): Promise<void> {
  await mkdir(target, { recursive: true });
  for (const name of await readdir(installed)) {
    const [from, to] = [join(installed, name), join(target, name)];
    if (caches.includes(name) || !existsSync(from)) continue;
    if (name.startsWith('@') || name === '.bin') await linkFolder(from, to, trees);
    else await symlink(await placeOf(from, trees), to);
  }
}

async function placeOf(path: string, { workTree, tree }: Trees): Promise<string> {
  const real = await realpath(path);
  const below = relative(realpathSync(workTree), real);
  const isOfWorkspace = !below.startsWith('../') && !below.split('/').includes('node_modules');
  return isOfWorkspace ? join(tree, below) : real;
}
