import { cp, lstat, realpath, rm } from 'node:fs/promises';
import { contains, packageFolders } from '../isolation/installed-packages.ts';

/**
 * A `file:` package or a workspace's is a link to its folder in the tree, and would lead nowhere once the packages are
 * carried elsewhere: a copy takes its place. A link that leads out of the tree is left to break.
 */
export async function keepLinkedPackages(packages: string, tree: string): Promise<void> {
  const root = await realpath(tree);
  for (const folder of packageFolders(packages)) {
    if (!(await lstat(folder)).isSymbolicLink()) continue;
    const target = await realpath(folder).catch(() => null);
    // The packages lie in the tree: a copy of it, with them, would have no end.
    if (target === null || target === root || !contains(root, target)) continue;
    await rm(folder);
    await cp(target, folder, { recursive: true, verbatimSymlinks: true });
  }
}
