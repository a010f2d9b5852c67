import { Conflict } from '#core/errors.ts';
import type { RevertJob, RevertResult } from '#core/improvements/jobs.ts';
import { deploy } from '../deploy.ts';
import { documentsIn, removeDocuments } from '../documents/remove-documents.ts';
import { fastForward } from '../git/fast-forward.ts';
import { type Git, headOf } from '../git/git.ts';
import { bringOver, forgetPending, type PendingUpdate, readPending } from '../git/pending-update.ts';
import { withRepository } from '../git/repository.ts';
import { inTemporaryWorkTree } from '../git/temporary-work-tree.ts';
import { findByTrailer } from '../git/trailers.ts';
import { changedFiles, checkedOutAt, filesBetween } from '../git/work-tree.ts';

/**
 * Reverts a merged improvement, and what was written about it, with a commit and deploys that commit. Like the release, it
 * may be killed and executed again. Uncommitted changes in the work tree are a conflict only in code that the revert touches.
 *
 * @throws Conflict if the improvement was never merged, or later commits build on it; NotFound if there is no such
 * repository or branch; Unavailable if the deployment fails.
 */
export async function revert(
  folder: string,
  job: RevertJob,
  gitToken: string | null = null,
): Promise<RevertResult> {
  const { repository, branch } = job;
  return withRepository(
    { repository, branches: [branch], depth: null },
    gitToken,
    async ({ git, publish }) => {
      const result = await revertMerge(git, job);
      await publish();
      await deploy(git, { commit: result.commit, line: job.deploy, folder });
      return result;
    },
  );
}

async function revertMerge(git: Git, job: RevertJob): Promise<RevertResult> {
  const head = await headOf(git, job.branch);
  await refuseUnmerged(git, job, head);
  const pending = await readPending(git, `${job.improvementId}-revert`);
  const done = await findRevert(git, job, head);
  const commit = done ?? (await revertOnto(git, job, pending, head));
  await forgetPending(git, pending);
  return { commit, ...(await comparedWith(git, job.backup, commit)) };
}

/** The files of a commit that are not as the backup has them; nothing if there is none, or the repository has lost it. */
async function comparedWith(
  git: Git,
  backup: string | null,
  commit: string,
): Promise<Pick<RevertResult, 'differs'>> {
  return backup === null
    ? {}
    : filesBetween(git, backup, commit).then(
        (differs) => ({ differs }),
        () => ({}),
      );
}

async function findRevert(
  git: Git,
  { merge, improvementId }: RevertJob,
  head: string,
): Promise<string | null> {
  return findByTrailer(git, `${merge}..${head}`, 'Reverts-improvement', improvementId);
}

async function revertOnto(git: Git, job: RevertJob, pending: PendingUpdate, head: string): Promise<string> {
  const parent = pending.commit === null ? null : await git('rev-parse', `${pending.commit}^`);
  const resumed = pending.commit !== null && parent === head;
  const made = resumed ? pending.commit : await makeRevert(git, job, pending, head);
  const moveTo = async (to: string, isAgain: boolean): Promise<string> => {
    await fastForward(git, { branch: job.branch, from: head, to, resumed: isAgain });
    return to;
  };
  return moveTo(made, resumed).catch(async (error: unknown) => {
    if (!(await isAboutDocuments(git, job.merge, error))) throw error;
    // Somebody has begun to edit them since the commit was made: another one leaves them as they are.
    return moveTo(await makeRevert(git, job, pending, head), false);
  });
}

/** Whether nothing but edits of documents is in the way. */
async function isAboutDocuments(git: Git, merge: string, error: unknown): Promise<boolean> {
  if (!(error instanceof Conflict) || error.code !== 'git/dirty-work-tree') return false;
  const documents = await documentsIn(git, merge);
  return [error.data.files].flat().every((file) => documents.includes(String(file)));
}

async function makeRevert(git: Git, job: RevertJob, pending: PendingUpdate, head: string): Promise<string> {
  return inTemporaryWorkTree(git, async ({ git: workshop }) => {
    await workshop('checkout', '--quiet', '--detach', head);
    // The improvement's own commit, because a conflict in a changelog must not stop a rollback.
    await workshop('revert', '--no-commit', `${job.merge}^2`).catch(async (cause: Error) => {
      const files = (await workshop('diff', '--name-only', '--diff-filter=U')).split('\n').filter(Boolean);
      throw new Conflict(
        `The improvement cannot be rolled back by itself: later commits changed the same lines (${files.join(', ')}).`,
        { code: 'revert/conflicts', data: { files }, cause },
      );
    });
    const workTree = await checkedOutAt(git, job.branch);
    const edited = workTree === null ? [] : await changedFiles(workTree);
    await removeDocuments(workshop, job.merge, (path) => edited.includes(path));
    // If someone has already undone it by hand, the commit is empty and only records the revert.
    await workshop(
      'commit',
      '--quiet',
      '--allow-empty',
      '--cleanup=verbatim',
      '-m',
      await messageOf(git, job),
    );
    const commit = await workshop('rev-parse', 'HEAD');
    await bringOver(git, workshop, { [pending.ref]: commit });
    return commit;
  });
}

async function refuseUnmerged(git: Git, { branch, merge }: RevertJob, head: string): Promise<void> {
  const known = await git('merge-base', merge, head).catch(() => null);
  if (known === merge) return;
  throw new Conflict(`The branch "${branch}" does not contain the merge ${merge.slice(0, 12)}.`, {
    code: 'revert/not-merged',
  });
}

async function messageOf(git: Git, { merge, reason, improvementId }: RevertJob): Promise<string> {
  const title = await git('log', '-1', '--format=%s', `${merge}^2`);
  const body = `${reason.trim()}\n\nThis undoes the merge ${merge}.`;
  return `Revert "${title}"\n\n${body}\n\nReverts-improvement: ${improvementId}\n`;
}
