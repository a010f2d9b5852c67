import { cp, lstat, realpath, rm } from 'node:fs/promises';
import { contains, packageFolders } from '../isolation/installed-packages.ts';

/**
 * A `file:` or workspace package is a link to its folder in the tree, and would break once the packages are moved
 * elsewhere. A copy replaces the link. A link that leads out of the tree stays and breaks.
 */
export async function keepLinkedPackages(packages: string, tree: string): Promise<void> {
  const root = await realpath(tree);
  for (const folder of packageFolders(packages)) {
    if (!(await lstat(folder)).isSymbolicLink()) continue;
    const target = await realpath(folder).catch(() => null);
    // The packages lie in the tree: a copy of the tree that included them would never end.
    if (target === null || target === root || !contains(root, target)) continue;
    await rm(folder);
    await cp(target, folder, { recursive: true, verbatimSymlinks: true });
  }
}
