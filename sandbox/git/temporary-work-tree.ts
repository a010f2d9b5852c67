import { existsSync } from 'node:fs';
import { appendFile, copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { inWorkFolder } from '../isolation/work-folder.ts';
import { type Git, gitIn } from './git.ts';

/** A temporary repository that borrows the objects of another: nothing done in it can damage the other. */
export interface TemporaryWorkTree {
  readonly git: Git;
  /** A folder beside the workshop's own, removed with it. */
  readonly scratch: string;
}

/**
 * Works on a commit without touching the repository: its work tree, index, settings, hooks and attributes play no
 * part. A killed execution leaves only a temporary folder.
 */
export async function inTemporaryWorkTree<Result>(
  repository: Git,
  use: (workshop: TemporaryWorkTree) => Promise<Result>,
): Promise<Result> {
  return inWorkFolder(async (work) => {
    const folder = join(work, 'workshop');
    const scratch = join(work, 'scratch');
    await mkdir(folder);
    await mkdir(scratch);
    const git = gitIn(folder);
    await git('init', '--quiet', '--template=');
    await borrowObjects(repository, folder);
    return use({ git, scratch });
  });
}

async function borrowObjects(repository: Git, folder: string): Promise<void> {
  const pathOf = async (name: string) =>
    resolve(repository.folder, await repository('rev-parse', '--git-path', name));
  const path = await pathOf('objects');
  // Where the history of a shallow clone ends: git would miss what lies before it.
  const shallow = await pathOf('shallow');
  if (existsSync(shallow)) await copyFile(shallow, join(folder, '.git', 'shallow'));
  const info = join(folder, '.git', 'info');
  await mkdir(info, { recursive: true });
  await mkdir(join(folder, '.git', 'objects', 'info'), { recursive: true });
  await writeFile(join(folder, '.git', 'objects', 'info', 'alternates'), `${path}\n`);
  // Files are checked out byte for byte as committed, and an archive contains all of them.
  await appendFile(
    join(info, 'attributes'),
    '* -text -eol -ident -filter -working-tree-encoding -export-ignore -export-subst merge\n',
  );
}
