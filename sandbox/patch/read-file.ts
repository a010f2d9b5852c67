import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
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
  if (real !== expected) {
    throw new InvalidInput(`The path ${path} leads through a symbolic link.`, {
      code: 'patch/symbolic-link',
    });
  }
  return readFile(real, 'utf8');
}
