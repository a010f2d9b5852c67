import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './processes.ts';

const prefix = 'ironclaw-sandbox-';
/** The path of a Unix socket may have at most 107 bytes, and our sockets lie four short names below this folder. */
const longestParent = 50;

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

/** A new private folder below the system's temporary one, named after this process and its namespace. */
export async function makeWorkFolder(): Promise<string> {
  const parent = tmpdir().length > longestParent ? '/tmp' : tmpdir();
  removeAbandoned(parent);
  return mkdtemp(join(parent, `${prefix}${process.pid}-${processNamespace()}-`));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/**
 * A killed execution could not clean up after itself. Folders of other containers, which share the temporary folder but not
 * the process numbers, are left alone: from here, their owners seem to be dead.
 */
function removeAbandoned(parent: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const [owner, namespace] = name.slice(prefix.length).split('-');
    if (namespace === processNamespace() && !isAlive(Number(owner))) removeFolder(join(parent, name));
  }
}

/** Tells apart the numberings of processes on one machine; where there is only one, it is "0". */
function processNamespace(): string {
  try {
    const [number = '0'] = /\d+/.exec(readlinkSync('/proc/self/ns/pid')) ?? [];
    return Number(number).toString(36);
  } catch {
    return '0';
  }
}
