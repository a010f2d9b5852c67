import { statSync } from 'node:fs';
import { Conflict, InvalidInput } from '#core/errors.ts';
import { git } from './git.ts';

/**
 * The root of the repository that a folder lies in, without links in its path.
 * @throws InvalidInput `service/no-folder`, `service/no-git`, `service/bare-repository`; Conflict
 * `service/of-another-user`; Unavailable `git/missing`.
 */
export async function rootOf(path: string): Promise<string> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new InvalidInput(`there is no folder ${path}.`, { code: 'service/no-folder' });
  if (!found.isDirectory())
    throw new InvalidInput(`${path} is a file; name the folder that it lies in.`, {
      code: 'service/no-folder',
    });
  return git(path, 'rev-parse', '--show-toplevel').catch((error: Error) => {
    throw refusalOf(path, error);
  });
}

function refusalOf(path: string, error: Error): Error {
  const { message } = error;
  if (message.includes('must be run in a work tree'))
    return new InvalidInput(
      `${path} is a bare repository, which has no files to read ironclaw.json from; name a clone of it.`,
      { code: 'service/bare-repository', cause: error },
    );
  if (message.includes('dubious ownership'))
    return new Conflict(
      `${path} belongs to another user, and git does not read it; allow that with ` +
        `git config --global --add safe.directory ${path}`,
      { code: 'service/of-another-user', cause: error },
    );
  if (!message.includes('not a git repository')) return error;
  return new InvalidInput(`${path} is not a git repository; run git init there and commit the service.`, {
    code: 'service/no-git',
    cause: error,
  });
}
