import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Conflict } from '#core/errors.ts';
import { inWorkFolder } from '../isolation/work-folder.ts';
import { branchMoved } from './fast-forward.ts';
import { commitAt, type Git, gitIn, openRepository } from './git.ts';
import { type Heads, isBranch, openRemote, type Remote, refOf } from './remote.ts';
import { repositoryUrl } from './repository-url.ts';

export interface Repository {
  readonly git: Git;
  /**
   * Publishes the changes of the branches. In a folder they are visible at once; to a URL they are pushed, all or none.
   * A host may refuse refs that are no branches: those stay unpublished, and are gone with the clone.
   * @throws Conflict `git/branch-moved` if somebody else has moved a branch in the meantime, `git/push-refused`.
   */
  publish(): Promise<void>;
  /** The refs that match a pattern, whose last character may be a `*`. */
  refs(pattern: string): Promise<readonly string[]>;
  /** Removes refs. */
  forget(refs: readonly string[]): Promise<void>;
}

interface Place {
  /** A folder or a URL. */
  readonly repository: string;
  /** The branches to read or move, and other refs by their full names; they need not exist. */
  readonly branches: readonly string[];
  /** Number of commits of each branch that are needed, or null for all. */
  readonly depth: number | null;
}

/**
 * Works on a local repository in place, or on a clone that is removed afterwards. A killed execution has pushed
 * either everything or nothing, and the next one sees which in its own clone.
 *
 * @throws NotFound, InvalidInput, Unavailable or Forbidden if the repository cannot be accessed.
 */
export async function withRepository<Result>(
  { repository, branches, depth }: Place,
  token: string | null,
  use: (repository: Repository) => Promise<Result>,
): Promise<Result> {
  const url = repositoryUrl(repository);
  if (url === null) return use(inFolder(await openRepository(repository)));
  return inWorkFolder(async (work) => {
    const folder = join(work, 'clone');
    await mkdir(folder);
    const git = gitIn(folder);
    await git('init', '--quiet', '--bare', '--template=');
    const remote = openRemote(git, url, token);
    const before = await remote.heads(branches);
    await remote.fetch(before, depth);
    return use({
      git,
      publish: async () => {
        const after = await headsOf(git, branches);
        for (const ref of await push(remote, before, after)) await git('update-ref', '-d', ref);
      },
      refs: remote.refs,
      forget: remote.forget,
    });
  });
}

const inFolder = (git: Git): Repository => ({
  git,
  publish: async () => undefined,
  refs: async (pattern) =>
    (await git('for-each-ref', '--format=%(refname)', pattern)).split('\n').filter(Boolean),
  async forget(refs) {
    for (const ref of refs) await git('update-ref', '-d', ref);
  },
});

/** @returns the refs that the host refuses. */
async function push(remote: Remote, before: Heads, after: Heads): Promise<readonly string[]> {
  const moved = new Map([...after].filter(([name, commit]) => before.get(name) !== commit));
  if (moved.size === 0) return [];
  try {
    await remote.push(before, moved);
    return [];
  } catch (failure) {
    // Only the host knows: a branch may have moved, or the push may have succeeded after all.
    const now = await remote.heads([...moved.keys()]);
    const missing = [...moved.keys()].filter((name) => now.get(name) !== moved.get(name));
    if (!missing.some(isBranch)) return missing;
    for (const name of missing) {
      const [expected, found] = [before.get(name) ?? 'nothing', now.get(name) ?? 'nothing'];
      if (found !== expected) throw branchMoved(name, expected, found);
    }
    const refs = missing.filter((name) => !isBranch(name));
    if (refs.length === 0 || !isRefused(failure)) throw failure;
    await push(remote, before, new Map([...moved].filter(([name]) => isBranch(name))));
    return refs;
  }
}

const isRefused = (failure: unknown): boolean =>
  failure instanceof Conflict && failure.code === 'git/push-refused';

async function headsOf(git: Git, branches: readonly string[]): Promise<Heads> {
  const heads = new Map<string, string>();
  for (const branch of branches) {
    const commit = await commitAt(git, refOf(branch));
    if (commit !== null) heads.set(branch, commit);
  }
  return heads;
}
