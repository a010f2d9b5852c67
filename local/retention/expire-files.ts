import { readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { day } from '#core/time.ts';

/**
 * Deletes the files below a folder that were last written more than `days` ago, and folders that are empty then, as a
 * rule of S3's life cycle does.
 * @param now milliseconds since 1970.
 */
export function expireFiles(folder: string, days: number, now: number): void {
  for (const entry of entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      expireFiles(path, days, now);
      removeIfEmpty(path);
    } else if (isOlder(path, days, now)) rmSync(path, { force: true });
  }
}

/** Deletes the folders and files directly in a folder that were last changed more than `days` ago, with all they hold. */
export function expireEntries(folder: string, days: number, now: number): void {
  for (const { name } of entriesOf(folder))
    if (isOlder(join(folder, name), days, now)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** What is deleted meanwhile, by a job or another program, is not there. */
const entriesOf = (folder: string) => orElse(() => readdirSync(folder, { withFileTypes: true }), []);

const isOlder = (path: string, days: number, now: number): boolean => {
  const written = orElse(() => statSync(path).mtimeMs, now);
  return written < now - days * day;
};

function removeIfEmpty(folder: string): void {
  if (entriesOf(folder).length === 0) orElse(() => rmdirSync(folder), undefined);
}

function orElse<Value>(read: () => Value, other: Value): Value {
  try {
    return read();
  } catch {
    return other;
  }
}
