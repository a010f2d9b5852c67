import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { InvalidInput } from '#core/errors.ts';
import { type DataFolder, existingDataFolder, openDataFolder } from './data-folder.ts';
import { diskFailure } from './disk-failure.ts';
import { lock } from './lock.ts';

/** What a restored instance needs. Versions are exported again from their repository, and logs stay where they are. */
const kept = ({ keys, services, streamPosition, artifacts, example }: DataFolder): readonly string[] =>
  [keys, services, streamPosition, artifacts, example].filter((path) => existsSync(path));

/**
 * Copies the data of a stopped instance to a new folder, whole or not at all.
 * @throws InvalidInput `data-folder/none`, `backup/target-exists`; Conflict `data-folder/in-use`.
 */
export function backUp(data: string, target: string): void {
  const folder = existingDataFolder(data);
  const unlock = lock(folder.lock);
  try {
    makeWhole(target, (unfinished) => {
      for (const path of kept(folder)) cpSync(path, join(unfinished, basename(path)), { recursive: true });
      copyDatabase(folder.database, join(unfinished, basename(folder.database)));
    });
  } finally {
    unlock();
  }
}

/**
 * Makes a data folder from a backup, whole or not at all.
 * @throws InvalidInput `data-folder/none`, `backup/not-a-backup`, `backup/damaged`, `backup/target-exists`.
 */
export function restore(backup: string, data: string): void {
  const { root, database, lock: used } = existingDataFolder(backup);
  if (existsSync(used))
    throw new InvalidInput(`${root} is in use by an instance; back it up, and restore the backup.`, {
      code: 'backup/not-a-backup',
    });
  assertSound(database);
  makeWhole(data, (unfinished) => cpSync(root, unfinished, { recursive: true }));
  openDataFolder(data);
}

/** Fills a new folder under another name first: a folder that exists is complete. */
function makeWhole(path: string, fill: (unfinished: string) => void): void {
  const target = resolve(path);
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new InvalidInput(`${target} already exists; name a folder that does not.`, {
      code: 'backup/target-exists',
    });
  const unfinished = `${target}.unfinished`;
  try {
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true, mode: 0o700 });
    fill(unfinished);
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw diskFailure(error) ?? error;
  }
}

/** An instance that was killed leaves its latest changes in a file beside the database: SQLite itself reads both. */
function copyDatabase(from: string, to: string): void {
  const database = new DatabaseSync(from);
  try {
    database.prepare('VACUUM INTO ?').run(to);
  } finally {
    database.close();
  }
}

function assertSound(file: string): void {
  if (existsSync(file) && isSound(file)) return;
  throw new InvalidInput(`${file} is missing or damaged; name another backup.`, { code: 'backup/damaged' });
}

function isSound(file: string): boolean {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare('PRAGMA integrity_check').get()?.integrity_check === 'ok';
  } catch {
    return false;
  } finally {
    database.close();
  }
}
