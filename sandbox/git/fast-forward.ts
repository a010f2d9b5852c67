import { Conflict } from '#core/errors.ts';
import { type Git, headOf } from './git.ts';
import { repairWorkTree } from './repair-work-tree.ts';
import { checkedOutAt, editedAmong, filesBetween } from './work-tree.ts';

export interface Move {
  readonly branch: string;
  readonly from: string;
  readonly to: string;
  /** Whether an earlier execution began this move and was killed. */
  readonly resumed: boolean;
}

/**
 * Moves a branch forward to a commit made on top of it, together with the work tree that has it checked out, if any.
 *
 * @throws Conflict if the branch has moved in the meantime, or the work tree has uncommitted changes to the same files.
 */
export async function fastForward(git: Git, { branch, from, to, resumed }: Move): Promise<void> {
  const head = await headOf(git, branch);
  if (head === to) return;
  if (head !== from) throw branchMoved(branch, from, head);
  const workTree = await checkedOutAt(git, branch);
  if (workTree === null) {
    await git('update-ref', `refs/heads/${branch}`, to, from);
    return;
  }
  if (resumed) await repairWorkTree(workTree, branch, from, to);
  await refuseChanges(workTree, await filesBetween(git, from, to));
  await workTree('merge', '--ff-only', '--quiet', '--no-autostash', to);
}

/**
 * What else is edited there does not matter, as for git itself.
 * @throws Conflict `git/dirty-work-tree` that names those of the files that somebody has edited or begun.
 */
export async function refuseChanges(workTree: Git, files: readonly string[]): Promise<void> {
  const edited = await editedAmong(workTree, files);
  if (edited.length === 0) return;
  const shown = edited.slice(0, 3).join(', ');
  throw new Conflict(
    `The work tree ${workTree.folder} has changes that are not committed: ${shown}. Commit or undo them.`,
    {
      code: 'git/dirty-work-tree',
      data: { files: edited },
    },
  );
}

export function branchMoved(branch: string, expected: string, found: string): Conflict {
  const [before, now] = [expected, found].map((commit) => commit.slice(0, 12));
  return new Conflict(
    `The branch "${branch}" is at ${now} instead of ${before}: it has moved in the meantime.`,
    {
      code: 'git/branch-moved',
      data: { branch, expected, found },
    },
  );
}

/** The commit at which the branch is now, if the error says that it has moved; null for every other error. */
export function whereMoved(error: unknown, branch: string): string | null {
  if (!(error instanceof Conflict) || error.code !== 'git/branch-moved' || error.data.branch !== branch)
    return null;
  const { found } = error.data;
  return typeof found === 'string' && isFullHash(found) ? found : null;
}

/** A branch that was removed is at "nothing". */
const isFullHash = (text: string): boolean => /^[0-9a-f]{40}$/.test(text);
