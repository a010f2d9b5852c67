import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * Gives the space of what was deleted back to the disk: the embedded engine only uses it again.
 * @param file of an engine that does not run.
 * @param from share of the file that must be free, in [0, 1]; below it, nothing happens.
 */
export function compactDatabase(file: string, from: number): void {
  if (!existsSync(file)) return;
  const database = new DatabaseSync(file);
  try {
    const read = (name: string) => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
    if (read('freelist_count') >= from * read('page_count')) database.exec('VACUUM');
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}
