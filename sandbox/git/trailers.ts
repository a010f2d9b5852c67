import type { Git } from './git.ts';

/**
 * The newest commit of `range` whose message ends with the trailer `name: value`, or `null`.
 *
 * @param range anything that `git log` accepts: a commit, `a..b`.
 */
export async function findByTrailer(
  git: Git,
  range: string,
  name: string,
  value: string,
  ...options: readonly string[]
): Promise<string | null> {
  const format = `--format=%H%x00%(trailers:key=${name},valueonly,separator=%x00)`;
  const log = await git(
    'log',
    ...options,
    format,
    '--fixed-strings',
    `--grep=${name}: ${value}`,
    range,
    '--',
  );
  for (const line of log.split('\n')) {
    const [commit, ...values] = line.split('\0');
    if (commit && values.includes(value)) return commit;
  }
  return null;
}

export async function hasTrailer(git: Git, commit: string, name: string, value: string): Promise<boolean> {
  return (await findByTrailer(git, commit, name, value, '--max-count=1')) === commit;
}
