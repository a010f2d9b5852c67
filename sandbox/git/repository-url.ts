import { InvalidInput } from '#core/errors.ts';

const loopback = ['127.0.0.1', '[::1]', 'localhost'];

/**
 * The URL of a remote repository; `null` if the text is the path of a folder.
 *
 * @throws InvalidInput if it is a URL that we cannot or should not access.
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
      `The setting repository contains credentials for ${url.host}: remove them, and put the token into repositorySecret.`,
      { code: 'git/credentials-in-url' },
    );
  return url;
}

function unsupported(repository: string): InvalidInput {
  // The text before an @ may be a password.
  const shown = repository.replace(/^([a-z+]+:\/\/)?[^/]*@/i, '$1');
  return new InvalidInput(
    `The setting repository, ${shown}, is neither a folder nor an https:// URL; ssh is not supported.`,
    { code: 'git/unsupported-url' },
  );
}
