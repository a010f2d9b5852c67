import { commitAt, type Git } from './git.ts';

/*
 * A commit that is not on its branch yet is kept under its own ref. After a kill, the ref says two things: which
 * commit to continue with, so that it is not made twice, and that we may have left a half-updated work tree.
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

/** Copies commits from a workshop into the repository, each under a ref; all or none. */
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
