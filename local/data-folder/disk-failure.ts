import { type DomainError, InvalidInput, Unavailable } from '#core/errors.ts';

type Sentence = (path: string) => DomainError;

/** What an operator can do about each failure of the file system, by the system's own code. */
const sentences: Readonly<Record<string, Sentence>> = {
  ENOSPC: (path) =>
    new Unavailable(`the disk of ${path} is full; free some space on it, or name another folder.`, {
      code: 'disk/full',
    }),
  EDQUOT: (path) =>
    new Unavailable(`the quota for ${path} is used up; free some space, or name another folder.`, {
      code: 'disk/full',
    }),
  EROFS: (path) =>
    new Unavailable(`${path} is on a read-only disk; name a folder that can be written to.`, {
      code: 'disk/read-only',
    }),
  EACCES: (path) => notPermitted(path),
  EPERM: (path) => notPermitted(path),
  ENOTDIR: (path) =>
    new InvalidInput(`a part of ${path} is a file; name a folder.`, { code: 'disk/not-a-folder' }),
  ENAMETOOLONG: (path) =>
    new InvalidInput(`${path} is too long a path; name a shorter one.`, { code: 'disk/too-long' }),
};

const notPermitted: Sentence = (path) =>
  new Unavailable(
    `this user may not use ${path}; name another folder, or start as the user to whom it belongs.`,
    { code: 'disk/not-permitted' },
  );

/** The sentence for a failure of the file system; null for any other error. */
export function diskFailure(error: unknown): DomainError | null {
  if (!(error instanceof Error)) return null;
  const { code, path } = error as NodeJS.ErrnoException;
  return sentences[code ?? '']?.(path ?? 'the data folder') ?? null;
}
