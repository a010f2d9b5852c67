import { closeSync, constants, openSync, statfsSync } from 'node:fs';
import { familyOf } from './processes.ts';

/** What the files of a box take. */
export interface FileUsage {
  readonly bytes: number;
  /** Bytes of the largest of its file systems. */
  readonly largest: number;
  readonly files: number;
}

/**
 * The in-memory file systems of a box, held open from outside. They can be measured while the box runs, and read after
 * its last process has ended. The kernel's own count knows every block: those of files that have no name any more, and
 * those in folders too deep to be walked.
 */
export interface BoxFiles {
  usage(): FileUsage;
  /** Where a file system that stood at `path` in the box can be found outside of it. */
  outside(path: string): string;
  close(): void;
}

/**
 * @param pid the process that was started, outside of the box.
 * @param mounts paths of the file systems in the box.
 * @throws Error if they cannot be opened: the box ended already.
 */
export function holdBoxFiles(pid: number, mounts: readonly string[]): BoxFiles {
  // The youngest descendant is a process in the box; the first ones still see the machine's files.
  const inside = [...familyOf(pid)].at(-1) ?? pid;
  const held = new Map<string, number>();
  const close = () => {
    for (const descriptor of held.values()) closeSync(descriptor);
    held.clear();
  };
  try {
    for (const mount of mounts) {
      const path = `/proc/${inside}/root${mount}`;
      held.set(mount, openSync(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW));
    }
  } catch (error) {
    close();
    throw error;
  }
  const outside = (descriptor: number) => `/proc/self/fd/${descriptor}`;
  return {
    usage: () => {
      const found = [...held.values()].map((descriptor) => statfsSync(outside(descriptor)));
      const bytes = found.map(({ blocks, bfree, bsize }) => (blocks - bfree) * bsize);
      return {
        bytes: sumOf(bytes),
        largest: Math.max(0, ...bytes),
        files: sumOf(found.map(({ files, ffree }) => files - ffree)),
      };
    },
    outside: (path) => outside(held.get(path) ?? -1),
    close,
  };
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}
