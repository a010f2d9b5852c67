import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './processes.ts';

const prefix = 'ironclaw-sandbox-';
/** A Unix socket's path may have 107 bytes, and ours lies four short names below the folder. */
const longestParent = 60;

/** Uses a folder that goes away afterwards, also where this process is told to end meanwhile. */
export async function inWorkFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await makeWorkFolder();
  const discard = () => removeFolder(folder);
  process.once('exit', discard);
  try {
    return await use(folder);
  } finally {
    discard();
    process.off('exit', discard);
  }
}

/** A new private folder below the system's temporary one, named after this process. */
export async function makeWorkFolder(): Promise<string> {
  const parent = tmpdir().length > longestParent ? '/tmp' : tmpdir();
  removeAbandoned(parent);
  return mkdtemp(join(parent, `${prefix}${process.pid}-`));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** A run that was killed could not clean up after itself. */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const owner = Number(name.slice(prefix.length).split('-')[0]);
    if (!isAlive(owner)) removeFolder(join(parent, name));
  }
}
