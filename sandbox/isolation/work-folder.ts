import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './processes.ts';

const prefix = 'ironclaw-sandbox-';
/** The path of a Unix socket may have at most 107 bytes, and our sockets lie four short names below this folder. */
const longestParent = 60;

/** Uses a folder that is removed afterwards, even if this process is told to end in the meantime. */
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

/** A killed execution could not clean up after itself. */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const owner = Number(name.slice(prefix.length).split('-')[0]);
    if (!isAlive(owner)) removeFolder(join(parent, name));
  }
}
