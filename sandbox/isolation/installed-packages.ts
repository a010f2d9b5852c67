import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** The parts of the machine that a service needs to run: Node and its installed packages. */
export interface InstalledPackages {
  /** The folder of installed packages, or null. */
  readonly dependencies: string | null;
  /** Every folder that must be readable inside the box, at its original path. */
  readonly readable: readonly string[];
  /** For the variable PATH. */
  readonly searchPath: string;
}

export function findInstalledPackages(dependencies: string | null): InstalledPackages {
  const node = dirname(realpathSync(process.execPath));
  const packages = dependencies === null ? [] : [dependencies, ...linkedFolders(dependencies)];
  const commands = dependencies === null ? [] : [join(dependencies, '.bin')];
  return {
    dependencies,
    readable: [...packages, node],
    searchPath: [node, ...commands, '/usr/bin', '/bin'].join(':'),
  };
}

/** The real folders of packages that are links to elsewhere, such as a workspace's packages. */
function linkedFolders(dependencies: string): string[] {
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
