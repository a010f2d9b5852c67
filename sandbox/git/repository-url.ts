import { InvalidInput } from '#core/errors.ts';

const loopback = ['127.0.0.1', '[::1]', 'localhost'];

/**
 * The URL of a repository elsewhere; `null` where the text is the path of a folder.
 *
 * @throws InvalidInput when it is a URL that we cannot or should not speak to.
 */
export function repositoryUrl(repository: string): URL | null {
  if (/^[^/]+@[^/]+:/.test(repository)) throw unsupported(repository);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(repository)) return null;
  const url = URL.parse(repository);
  const isPrivate =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.includes(url.hostname));
  if (url === null || !isPrivate) throw unsupported(repository);
  if (url.username || url.password)
    throw new InvalidInput(
      `The setting repository holds credentials for ${url.host}: name it without, and put the token into repositorySecret.`,
      { code: 'git/credentials-in-url' },
    );
  return url;
}

function unsupported(repository: string): InvalidInput {
  // What stands before an @ may be a password.
  const shown = repository.replace(/^([a-z+]+:\/\/)?[^/]*@/i, '$1');
  return new InvalidInput(
    `The setting repository, ${shown}, is neither a folder nor an https:// URL; ssh is not supported.`,
    { code: 'git/unsupported-url' },
  );
}
