import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type DataFolder, existingDataFolder } from '../data-folder/data-folder.ts';
import { lock } from '../data-folder/lock.ts';
import { tableName } from '../database/table-name.ts';
import { killLeftovers } from '../processes/leftovers.ts';
import { compactDatabase } from './compact-database.ts';
import { removeExpired } from './remove-expired.ts';

/** Bytes of one part of the data folder. */
export interface Freed {
  readonly part: string;
  readonly before: number;
  readonly after: number;
}

const parts = [
  'database',
  'artifacts',
  'versions',
  'logs',
  'earlier',
] as const satisfies readonly (keyof DataFolder)[];

/**
 * Removes at once what has expired in the folder of a system that does not run, and gives its space back to the disk.
 * @param now milliseconds since 1970.
 * @throws InvalidInput `data-folder/none`, Conflict `data-folder/in-use`.
 */
export function prune(path: string, now: number): readonly Freed[] {
  const folder = existingDataFolder(path);
  const unlock = lock(folder.lock);
  try {
    killLeftovers(folder.root);
    const before = sizesOf(folder);
    removeExpired({ folder, table: tableName, serving: [], now });
    compactDatabase(folder.database, 0);
    const after = sizesOf(folder);
    return parts.map((part) => ({ part, before: before[part], after: after[part] }));
  } finally {
    unlock();
  }
}

const sizesOf = (folder: DataFolder) =>
  ({
    database: bytesIn(folder.database) + bytesIn(`${folder.database}-wal`),
    artifacts: bytesIn(folder.artifacts),
    versions: bytesIn(folder.versions),
    logs: bytesIn(folder.logs),
    earlier: bytesIn(folder.earlier),
  }) satisfies Record<(typeof parts)[number], number>;

function bytesIn(path: string): number {
  if (!existsSync(path)) return 0;
  const files = statSync(path).isDirectory() ? filesBelow(path) : [path];
  return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
