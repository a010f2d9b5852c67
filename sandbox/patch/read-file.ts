import { lstat, readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InvalidInput } from '#core/errors.ts';

/**
 * Reads a file of an untrusted tree: a link in it may lead anywhere.
 *
 * @throws InvalidInput if the tree has no such regular file.
 */
export async function readInside(tree: string, path: string): Promise<string> {
  const expected = join(await realpath(tree), path);
  const real = await realpath(expected).catch(() => null);
  if (real === null) {
    throw new InvalidInput(`The patch changes ${path}, which the base commit does not have.`, {
      code: 'patch/no-such-file',
    });
  }
  if (real !== expected) throw throughLink(path);
  return readFile(real, 'utf8');
}

/**
 * The text of a file that is to be added, which is none.
 *
 * @throws InvalidInput if something of that name exists, or the way there leads through a symbolic link or a file.
 */
export async function assertFree(tree: string, path: string): Promise<''> {
  const root = await realpath(tree);
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const real = await realpath(join(root, folder)).catch(() => null);
    if (real !== null && real !== join(root, folder)) throw throughLink(path);
  }
  const missing = await lstat(join(root, path)).then(
    () => null,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (missing === 'ENOENT') return '';
  const why = missing === null ? 'exists at the base commit' : 'cannot be made there';
  throw new InvalidInput(`The patch adds ${path}, which ${why}.`, { code: 'patch/not-free' });
}

function throughLink(path: string): InvalidInput {
  return new InvalidInput(`The path ${path} leads through a symbolic link.`, { code: 'patch/symbolic-link' });
}
