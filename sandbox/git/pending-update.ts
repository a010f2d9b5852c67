import { commitAt, type Git } from './git.ts';

/*
 * A commit that was made and is not on its branch yet is kept under a ref of its own. The ref says two things after a
 * kill: which commit to go on with, so that it is not made twice, and that a half-updated work tree may be our doing.
 */

export interface PendingUpdate {
  readonly ref: string;
  /** The commit that the branch will move to, or `null` if there is none yet. */
  readonly commit: string | null;
}

export async function readPending(git: Git, name: string): Promise<PendingUpdate> {
  const ref = `refs/ironclaw/pending/${name}`;
  return { ref, commit: await commitAt(git, ref) };
}

export async function forgetPending(git: Git, { ref }: PendingUpdate): Promise<void> {
  await git('update-ref', '-d', ref);
}

/** Brings commits out of a workshop into the repository, each under a ref; all of them or none. */
export async function bringOver(
  git: Git,
  workshop: Git,
  refs: Readonly<Record<string, string>>,
): Promise<void> {
  const specs = await Promise.all(
    Object.entries(refs).map(async ([ref, commit], i) => {
      const name = `refs/heads/out-${i}`;
      await workshop('update-ref', name, commit);
      return `+${name}:${ref}`;
    }),
  );
  const options = ['--quiet', '--atomic', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
  await git('fetch', ...options, workshop.folder, ...specs);
}
