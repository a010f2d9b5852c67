import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ChangedFile } from './apply-patch.ts';

/** Writes the changed files to a tree, with the folders that added ones need. */
export async function writeChanges(tree: string, changes: readonly ChangedFile[]): Promise<void> {
  for (const { path, after } of changes) {
    const file = join(tree, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, after);
  }
}
