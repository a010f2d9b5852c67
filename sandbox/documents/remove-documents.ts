import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ChangedText, withoutEntry } from '#core/improvements/documents/remove-entry.ts';
import type { Git } from '../git/git.ts';
import { filesBetween } from '../git/work-tree.ts';
import { textAt } from './repository-file.ts';

/**
 * Removes what the merge says about an improvement from the work tree and its index: the page, the changeset, the entry in the
 * changelog. A rollback does not depend on it, whatever was written to those files since.
 *
 * @param isEdited whether somebody is editing the file: then it stays as it is.
 */
export async function removeDocuments(
  git: Git,
  merge: string,
  isEdited: (path: string) => boolean,
): Promise<void> {
  for (const path of await documentsIn(git, merge)) {
    const now = await textAt(git.folder, path);
    if (now === null || isEdited(path)) continue;
    const before = await textOf(git, `${merge}^2`, path);
    const after = await textOf(git, merge, path);
    if (before === null || after === null) await rm(join(git.folder, path));
    else await writeFile(join(git.folder, path), rewritten({ before, after, now }));
    await git('add', '--all', '--', path);
  }
}

/** The files that a merge has beside its second parent, the improvement's commit. */
export const documentsIn = (git: Git, merge: string): Promise<readonly string[]> =>
  filesBetween(git, `${merge}^2`, merge);

/** The texts of commits come without the last line break; the file keeps its own. */
function rewritten({ now, ...texts }: ChangedText): string {
  const body = now.replace(/\n$/, '');
  return withoutEntry({ ...texts, now: body }) + now.slice(body.length);
}

/** Without the last line break; null if the commit has no such file. */
async function textOf(git: Git, commit: string, path: string): Promise<string | null> {
  const listed = await git('ls-tree', '--name-only', commit, '--', path);
  return listed === '' ? null : git('show', `${commit}:${path}`);
}
