import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Unavailable } from '#core/errors.ts';
import { toolCaches } from './package-links.ts';
import { foldersUpwards } from './service-settings.ts';
import { parentOf, type TreeWrites } from './tree-writes.ts';

/** How a box gets its copy of the service. */
export interface BoxTree {
  /** Arguments of bubblewrap. */
  readonly mounts: readonly string[];
  /** Paths of the writable file systems. */
  readonly writable: readonly string[];
  /** Paths that the box itself copies from the tree before it begins. */
  readonly copied: readonly string[];
}

interface Place {
  readonly tree: string;
  /** The service's folder in it. */
  readonly directory: string;
  /** Where the copy stands in the box. */
  readonly root: string;
  /** A folder of links to the installed packages, or null if there are none beside those of the tree. */
  readonly packages: string | null;
  /** An empty folder. */
  readonly empty: string;
  /** Bytes of each writable file system. */
  readonly size: number;
}

/** The kernel's table of mounts is read for each of them: the time grows with the square of their number. */
const mostMounts = 300;

/** A copy in memory, all of it writable. */
export function writableTree({ root, packages, size }: Place): BoxTree {
  const linked = mountPackages(packages, root, size);
  return {
    mounts: [...memory(root, size), ...linked.mounts],
    writable: [root, ...linked.writable],
    copied: ['.'],
  };
}

/**
 * The tree itself, read-only, but for the places in `writes`. In a writable folder each entry that was there is a mount
 * point of its own: it can be neither changed nor renamed nor removed, and new entries may be made beside it. No
 * folder of packages may be made anywhere, because packages in it would be found first.
 *
 * @throws Unavailable if too many entries would have to be mounted.
 */
export function readOnlyTree(place: Place, writes: TreeWrites): BoxTree {
  const { tree, root, packages, empty, size } = place;
  const changed = new Set(writes.files);
  const open = new Set([...writes.folders, ...writes.files.map(parentOf)]);
  const mounts: string[] = [];
  const folders = [...new Set(['', ...open])].sort(byDepth);
  for (const folder of folders) {
    mounts.push(...memory(join(root, folder), size));
    for (const name of readdirSync(join(tree, folder))) {
      const path = join(folder, name);
      if (!open.has(path) && !changed.has(path)) mounts.push(...readOnly(join(tree, path), join(root, path)));
    }
    if (folder !== '' && !existsSync(join(tree, folder, 'node_modules')))
      mounts.push('--ro-bind', empty, join(root, folder, 'node_modules'));
  }
  const linked = existsSync(join(tree, 'node_modules'))
    ? memoryForTools(place)
    : mountPackages(packages ?? empty, root, size);
  mounts.push(...linked.mounts);
  if (!open.has('')) mounts.push('--remount-ro', root);
  const count = mounts.filter((word) => word.startsWith('--')).length;
  if (count > mostMounts)
    throw new Unavailable(
      `The command writes into folders with ${count} entries; at most ${mostMounts} can be protected.`,
      { code: 'sandbox/too-many-writes' },
    );
  return {
    mounts,
    writable: [...folders.map((folder) => join(root, folder)), ...linked.writable],
    copied: [...changed],
  };
}

/** The packages can be read only; the folders of tools beside them can be written to. */
function mountPackages(packages: string | null, root: string, size: number): Omit<BoxTree, 'copied'> {
  if (packages === null) return { mounts: [], writable: [] };
  const target = join(root, 'node_modules');
  const caches = toolCaches
    .filter((name) => existsSync(join(packages, name)))
    .map((name) => join(target, name));
  return {
    mounts: ['--ro-bind', packages, target, ...caches.flatMap((path) => memory(path, size))],
    writable: caches,
  };
}

/** The folders of tools beside packages that come with the tree. */
function memoryForTools({ tree, directory, root, size }: Place): Omit<BoxTree, 'copied'> {
  const caches = foldersUpwards(directory)
    .flatMap((folder) => toolCaches.map((name) => join(folder, 'node_modules', name)))
    .filter((path) => existsSync(join(tree, path)))
    .map((path) => join(root, path));
  return { mounts: caches.flatMap((path) => memory(path, size)), writable: caches };
}

function memory(path: string, size: number): string[] {
  return ['--size', String(size), '--tmpfs', path];
}

/** A mount would follow a symbolic link on the machine itself. */
function readOnly(from: string, to: string): string[] {
  return lstatSync(from).isSymbolicLink() ? ['--symlink', readlinkSync(from), to] : ['--ro-bind', from, to];
}

function byDepth(a: string, b: string): number {
  return depthOf(a) - depthOf(b);
}

function depthOf(path: string): number {
  return path === '' ? 0 : path.split('/').length;
}
