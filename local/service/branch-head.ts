import { Conflict } from '#core/errors.ts';
import { askGit } from './git.ts';

/** What git calls a HEAD that is on no branch. */
const detached = 'HEAD';

/** The branch that is checked out, also one without a commit; `HEAD` where there is none. */
export const currentBranch = async (root: string): Promise<string> =>
  (await askGit(root, 'symbolic-ref', '--quiet', '--short', 'HEAD')) ?? detached;

/**
 * The newest commit of a branch.
 * @throws Conflict `service/no-commit`, `service/detached-head`, `service/no-branch`.
 */
export async function headOfBranch(root: string, branch: string): Promise<string> {
  if ((await askGit(root, 'rev-list', '--all', '--max-count=1')) === '')
    throw new Conflict(`${root} has no commit yet; commit the service first (git add . && git commit).`, {
      code: 'service/no-commit',
    });
  if (branch === detached)
    throw new Conflict(
      `${root} has a detached HEAD, so no branch is served; check one out (git switch main), or name it in ironclaw.json: "branch": "main".`,
      { code: 'service/detached-head' },
    );
  const head = await askGit(root, 'rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`);
  if (head !== null) return head;
  throw new Conflict(`${root} has no branch ${branch}, which its ironclaw.json names.`, {
    code: 'service/no-branch',
  });
}
