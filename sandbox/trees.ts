import { execFile } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
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

/** Packs files and folders into a tar file, under their paths below `root`. */
export async function packTar(root: string, paths: readonly string[], file: string): Promise<void> {
  await promisify(execFile)('tar', ['-cf', file, '-C', root, '--', ...paths]);
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
