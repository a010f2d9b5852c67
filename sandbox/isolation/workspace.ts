import { existsSync, realpathSync } from 'node:fs';
import { glob, lstat, mkdir, readdir, readlink, symlink } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { contains, linkedFolders } from './installed-packages.ts';
import { toolCaches } from './package-links.ts';
import { foldersUpwards } from './service-settings.ts';

/** Where packages are installed, and the tree that is to use them. */
interface Places {
  /** The root of the repository that they are installed in. */
  readonly project: string;
  readonly tree: string;
}

/**
 * Gives a tree of a workspace its packages: those at its root and those in each of its packages. A link to a package of the
 * workspace leads to that package in the tree, so that base and candidate each use their own.
 *
 * @param dependencies the folder of installed packages at the root of the repository, or in its folder `directory`.
 * @returns what must be readable for that; nothing for a tree of one package, whose packages are linked in each box.
 */
export async function linkWorkspace(
  tree: string,
  dependencies: string | null,
  directory: string,
): Promise<readonly string[]> {
  if (dependencies === null) return [];
  const places = { project: projectOf(dependencies, directory), tree };
  const hasPackages = (root: string) => (folder: string) => existsSync(join(root, folder, 'node_modules'));
  const folders = (await packageFoldersIn(tree)).filter(hasPackages(places.project));
  const installed = folders.map((folder) => join(places.project, folder, 'node_modules'));
  const isOfOne = folders.every((folder) => folder === '.');
  if (isOfOne && !(await leadsInto(installed[0] ?? dependencies, places))) return [];
  // A tree that was built has the links already.
  for (const folder of folders.filter((one) => !hasPackages(tree)(one)))
    await linkFolder(
      join(places.project, folder, 'node_modules'),
      join(tree, folder, 'node_modules'),
      places,
    );
  return installed.flatMap((folder) => [folder, ...linkedFolders(folder)]);
}

/** The repository's root, from a folder of packages in `directory` or above it: the repository may be named as the folder is. */
function projectOf(dependencies: string, directory: string): string {
  const folder = dirname(dependencies);
  const roots = foldersUpwards(directory)
    .toReversed()
    .flatMap((below) => {
      if (below === '.') return [folder];
      return folder.endsWith(`/${below}`) ? [folder.slice(0, -below.length - 1)] : [];
    });
  return roots.find((root) => existsSync(join(root, directory))) ?? folder;
}

/** The folders of a tree that have a package.json, by their paths below it; `.` is always one. */
export async function packageFoldersIn(tree: string): Promise<readonly string[]> {
  const exclude = (path: string) => path.split('/').includes('node_modules');
  const folders = new Set(['.']);
  for await (const path of glob('**/package.json', { cwd: tree, exclude })) folders.add(dirname(path));
  return [...folders];
}

async function leadsInto(packages: string, places: Places): Promise<boolean> {
  for (const name of await readdir(packages)) {
    const path = join(packages, name);
    if (name.startsWith('@') ? await leadsInto(path, places) : (await folderOf(path, places)) !== null)
      return true;
  }
  return false;
}

async function linkFolder(from: string, to: string, places: Places): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    if (toolCaches.includes(name)) continue;
    const [installed, link] = [join(from, name), join(to, name)];
    if (name.startsWith('@') || name === '.bin') await linkFolder(installed, link, places);
    else await linkPackage(installed, link, places);
  }
  // Tools write there.
  if (to.endsWith('/node_modules')) for (const name of toolCaches) await mkdir(join(to, name));
}

async function linkPackage(installed: string, link: string, places: Places): Promise<void> {
  const own = await folderOf(installed, places);
  // A relative link also holds in a copy of the tree.
  if (own !== null) await symlink(relative(dirname(link), join(places.tree, own)), link);
  else if (existsSync(installed)) await symlink(realpathSync(installed), link);
}

/**
 * The path of a package of the workspace, or of a program in one, below the tree's root; null for others. It is read from the
 * link, which may lead nowhere where packages were installed for another tree.
 */
async function folderOf(installed: string, { project, tree }: Places): Promise<string | null> {
  if (!(await lstat(installed)).isSymbolicLink()) return null;
  const target = resolve(dirname(installed), await readlink(installed));
  const way = relative(project, target);
  if (!contains(project, target) || way === '' || way.split('/').includes('node_modules')) return null;
  return existsSync(join(tree, way.split('/')[0] ?? '')) ? way : null;
}
