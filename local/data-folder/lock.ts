import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Conflict } from '#core/errors.ts';

/**
 * Locks the data folder for this process; a second instance on the same folder is refused.
 * @returns a function that releases it.
 * @throws Conflict `data-folder/in-use`, naming the process that has it.
 */
export function lock(path: string): () => void {
  for (;;) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx', mode: 0o600 });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!isPresent(error)) throw error;
    }
    const holder = Number(readFileSync(path, 'utf8'));
    if (isAlive(holder))
      throw new Conflict(
        `process ${holder} already uses this data folder; stop it, or name another folder with --data.`,
        { code: 'data-folder/in-use', data: { process: holder } },
      );
    // Its process was killed before it could release the folder.
    rmSync(path, { force: true });
  }
}

/** Whether a process holds the lock. */
export function isLocked(path: string): boolean {
  try {
    return isAlive(Number(readFileSync(path, 'utf8')));
  } catch {
    return false;
  }
}

const isPresent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EEXIST';

function isAlive(pid: number): boolean {
  // An empty file is from an instance that ended between creating and writing it; 0 would signal our own group.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return isOneOfOurs(pid);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The number may belong to another program by now; if that cannot be known, the lock holds. */
function isOneOfOurs(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('ironclaw');
  } catch {
    return process.platform !== 'linux';
  }
}
