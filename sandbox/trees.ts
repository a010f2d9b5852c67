import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import { InvalidInput } from '#core/errors.ts';
import type { ChangedFile } from './patch/apply-patch.ts';
import { writeChanges } from './patch/write-changes.ts';

/** Unpacks a tar file into a new folder. */
export async function extractTar(file: string, folder: string): Promise<void> {
  await mkdir(folder);
  try {
    await promisify(execFile)('tar', ['-xf', file, '-C', folder, '--no-same-owner']);
  } catch (cause) {
    throw new InvalidInput(`${file} cannot be unpacked: ${(cause as Error).message.split('\n')[0]}.`, {
      code: 'sandbox/bad-archive',
      cause,
    });
  }
}

/** Packs a folder into a tar file, under the folder's own name. */
export async function packTar(folder: string, file: string): Promise<void> {
  await promisify(execFile)('tar', ['-cf', file, '-C', dirname(folder), basename(folder)]);
}

/** Copies the tree `base` to a new folder and applies the changes. */
export async function makeCandidateTree(
  base: string,
  folder: string,
  changes: readonly ChangedFile[],
): Promise<void> {
  await cp(base, folder, { recursive: true, verbatimSymlinks: true });
  await writeChanges(folder, changes);
}
