import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Conflict } from '#core/errors.ts';
import { git } from './git.ts';

/** Every file, byte for byte as committed: what is tried and served is what the sandbox tests. */
const attributes = '* -text -eol -ident -filter -working-tree-encoding -export-ignore -export-subst\n';

/** What git prints of a clone that was cut short or is damaged. */
const isObjectMissing = /invalid object|cannot read|unable to read|missing/i;

/**
 * Writes the files of a commit to a tar file: through a git folder of its own that borrows the objects, because a repository's own
 * attributes would be heeded.
 *
 * @param repository the root of its work tree.
 * @throws Conflict `service/incomplete-repository`.
 */
export async function archiveCommit(repository: string, commit: string, file: string): Promise<void> {
  const borrower = `${file}.git`;
  const objects = resolve(repository, await git(repository, 'rev-parse', '--git-path', 'objects'));
  try {
    await git(repository, 'init', '--quiet', '--bare', '--template=', borrower);
    await mkdir(join(borrower, 'info'), { recursive: true });
    await writeFile(join(borrower, 'objects', 'info', 'alternates'), `${objects}\n`);
    await writeFile(join(borrower, 'info', 'attributes'), attributes);
    await git(borrower, 'archive', '--format=tar', '--output', file, commit).catch((cause) => {
      if (!isObjectMissing.test(cause.stderr ?? '')) throw cause;
      throw new Conflict(
        `${repository} lacks files of its commit ${commit.slice(0, 7)}; bring them with git fetch --refetch, or clone it again.`,
        { code: 'service/incomplete-repository', cause },
      );
    });
  } finally {
    await rm(borrower, { recursive: true, force: true });
  }
}
