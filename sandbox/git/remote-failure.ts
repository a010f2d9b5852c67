import { Conflict, type DomainError, Forbidden, NotFound, Unavailable } from '#core/errors.ts';

const refusal = /Authentication failed|could not read (Username|Password)|returned error: 40[13]|HTTP 40[13]/;

/** Translates git's output after a failed exchange with a host into an error that names the setting to fix. */
export function remoteFailure({ host }: URL, words: string): DomainError {
  const cause = new Error(words);
  if (refusal.test(words))
    return new Forbidden(
      `${host} refuses the credentials: repositorySecret must hold a token that may read and write the repository.`,
      { code: 'git/credentials-refused', cause, data: { host } },
    );
  if (/repository '.*' not found|returned error: 404/.test(words))
    return new NotFound(
      `${host} has no such repository, or hides it from this token: check repository and repositorySecret.`,
      { code: 'git/not-a-repository', cause, data: { host } },
    );
  if (/\[remote rejected\]|does not support --atomic|\[rejected\]/.test(words))
    return new Conflict(`${host} refuses the push: ${reason(words)}.`, {
      code: 'git/push-refused',
      cause,
      data: { host },
    });
  return new Unavailable(
    `The repository cannot be reached at ${host}: ${reason(words)}. Check the setting repository.`,
    { code: 'git/unreachable', cause, data: { host } },
  );
}

/** The line with the reason; git prints its progress and the server's greeting before it. */
function reason(words: string): string {
  const lines = words.split('\n').map((line) => line.trim());
  const line = lines.find((item) => /^!|^(fatal|error):/.test(item)) ?? lines.find(Boolean) ?? 'no answer';
  return line.replace(/^(! *|fatal: |error: )/, '').replace(/\.$/, '');
}
