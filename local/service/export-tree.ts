import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { git } from './git.ts';
import { findDependencies } from './packages/find-dependencies.ts';

const run = promisify(execFile);

/** Every file, byte for byte as committed: what is served is what the sandbox tests. */
const attributes = '* -text -eol -ident -filter -working-tree-encoding -export-ignore -export-subst\n';

/** Writes the tree of a commit to a folder of its own, whole or not at all. @returns the folder. */
export async function exportTree(
  repository: string,
  commit: string,
  versions: string,
  dependencies: string | null,
): Promise<string> {
  const target = join(versions, commit);
  if (existsSync(target)) return target;
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  await writeFiles(repository, commit, unfinished);
  if (dependencies !== null && findDependencies(unfinished) !== dependencies)
    await symlink(dependencies, join(unfinished, 'node_modules'));
  await rename(unfinished, target);
  return target;
}

/** Through a git folder of its own that borrows the objects, because a repository's own attributes would be heeded. */
async function writeFiles(repository: string, commit: string, folder: string): Promise<void> {
  const [archive, borrower] = [`${folder}.tar`, `${folder}.git`];
  const objects = resolve(repository, await git(repository, 'rev-parse', '--git-path', 'objects'));
  try {
    await git(repository, 'init', '--quiet', '--bare', '--template=', borrower);
    await mkdir(join(borrower, 'info'));
    await writeFile(join(borrower, 'objects', 'info', 'alternates'), `${objects}\n`);
    await writeFile(join(borrower, 'info', 'attributes'), attributes);
    await git(borrower, 'archive', '--output', archive, commit);
    await run('tar', ['-xf', archive, '-C', folder]);
  } finally {
    await rm(archive, { force: true });
    await rm(borrower, { recursive: true, force: true });
  }
}
