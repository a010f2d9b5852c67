import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { linkPackageManagers } from './package-managers.ts';
import { foldersUpwards } from './service-settings.ts';

/** The parts of the machine that a service needs to run: Node, package managers, and its installed packages. */
export interface InstalledPackages {
  /** The folder of installed packages, or null. */
  readonly dependencies: string | null;
  /** Every file and folder that must be readable inside the box, at its original path. */
  readonly readable: readonly string[];
  /** The variable PATH for commands of the folder `directory` in a tree at `root`. */
  searchPath(root: string, directory: string): string;
}

interface Machine {
  readonly dependencies: string | null;
  /** The Node program that runs the service; null for ours. */
  readonly node: string | null;
  /** A new folder for links to package managers. */
  readonly commands: string;
}

export async function findInstalledPackages({
  dependencies,
  node,
  commands,
}: Machine): Promise<InstalledPackages> {
  const packages =
    dependencies === null ? [] : [dependencies, ...linkedFolders(dependencies).map(withNeighbors)];
  const ours = dirname(realpathSync(process.execPath));
  const theirs = node === null ? ours : dirname(realpathSync(node));
  const managers = await linkPackageManagers(commands, [theirs, process.env.PATH ?? ''].join(':'));
  return {
    dependencies,
    readable: [...new Set([...packages, ours, theirs, commands, ...managers])],
    searchPath: (root, directory) => {
      const tools = foldersUpwards(directory).map((folder) => join(root, folder, 'node_modules', '.bin'));
      return [theirs, ...tools, commands, '/usr/bin', '/bin'].join(':');
    },
  };
}

/** The real folders of packages that are links to elsewhere, such as a workspace's packages. */
export function linkedFolders(dependencies: string): string[] {
  const real = realpathSync(dependencies);
  return (
    packageFolders(dependencies)
      .filter((folder) => existsSync(folder))
      .map((folder) => realpathSync(folder))
      .filter((folder) => !contains(real, folder))
      // A link to a folder above the packages would expose the whole workspace, including its history.
      .filter((folder) => !contains(folder, real))
  );
}

/** pnpm keeps what a package of a workspace needs beside it, in one store for all of them. */
const withNeighbors = (folder: string): string =>
  /^.*\/node_modules\/\.pnpm(?=\/)/.exec(folder)?.[0] ?? folder;

/** The folder of each package, including scoped packages. */
export function packageFolders(dependencies: string): string[] {
  return readdirSync(dependencies).flatMap((name) => {
    const folder = join(dependencies, name);
    return name.startsWith('@') ? readdirSync(folder).map((inner) => join(folder, inner)) : [folder];
  });
}

/** Whether `path` is the folder or lies in it. */
export function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith('../'));
}
