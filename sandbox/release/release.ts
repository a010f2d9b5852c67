import { Conflict } from '#core/errors.ts';
import type { ReleaseJob, ReleaseResult } from '#core/improvements/jobs.ts';
import { deploy } from '../deploy.ts';
import { addDocuments } from '../documents/add-documents.ts';
import { backedUp, forgetExpiredBackups, keepBackup } from '../git/backups.ts';
import { branchMoved, fastForward, refuseChanges } from '../git/fast-forward.ts';
import { commitAt, type Git, headOf } from '../git/git.ts';
import { bringOver, forgetPending, type PendingUpdate, readPending } from '../git/pending-update.ts';
import { withRepository } from '../git/repository.ts';
import { inTemporaryWorkTree } from '../git/temporary-work-tree.ts';
import { findByTrailer, hasTrailer } from '../git/trailers.ts';
import { checkedOutAt } from '../git/work-tree.ts';
import { applyToTree, checkHash } from '../patch/apply-patch.ts';
import { writeChanges } from '../patch/write-changes.ts';
import { writeResult } from '../write-result.ts';

/**
 * Keeps the commit that serves, commits the patch on the branch `ironclaw/<improvement>`, merges it together with what is
 * written about it, moves the service's branch forward to the merge and deploys it. It may be killed at any moment and
 * executed again: the merge is made once, and deployed again.
 *
 * @throws InvalidInput if the patch is not the one that was tested; Conflict if the branch has moved since, or its
 * work tree has changes; NotFound if there is no such repository or branch; Unavailable if the deployment fails.
 */
export async function release(
  folder: string,
  job: ReleaseJob,
  patch: string,
  gitToken: string | null = null,
): Promise<ReleaseResult> {
  checkHash(patch, job.candidateHash);
  const { repository, branch } = job;
  const kept = job.backup === null ? [] : [job.backup.ref];
  const place = { repository, branches: [branch, branchOf(job), ...kept], depth: null };
  return withRepository(place, gitToken, async (opened) => {
    const { git, publish } = opened;
    const merged = await mergeInto(git, job, patch);
    await publish();
    // The host may have refused its ref.
    const backup = await backedUp(git, job);
    const result = backup === undefined ? merged : { ...merged, backup };
    // Written before the deploy command, which may fail: the merge on the branch must be recorded by then.
    await writeResult(folder, 'release.json', result);
    await forgetExpiredBackups(opened, job);
    await deploy(git, { commit: result.merge, line: job.deploy, folder });
    return result;
  });
}

async function mergeInto(git: Git, job: ReleaseJob, patch: string): Promise<ReleaseResult> {
  const head = await headOf(git, job.branch);
  const pending = await readPending(git, job.improvementId);
  const merged = await findMerge(git, job, head);
  if (merged === null) await mergeOnto(git, job, patch, pending, head);
  const merge = merged ?? (await findMerge(git, job, await headOf(git, job.branch)));
  if (merge === null) throw branchMoved(job.branch, job.baseCommit, head);
  await forgetPending(git, pending);
  return { branch: branchOf(job), commit: await git('rev-parse', `${merge}^2`), merge };
}

async function mergeOnto(
  git: Git,
  job: ReleaseJob,
  patch: string,
  pending: PendingUpdate,
  head: string,
): Promise<void> {
  const { branch, baseCommit } = job;
  if (head !== baseCommit) {
    await forgetPending(git, pending);
    throw branchMoved(branch, baseCommit, head);
  }
  await keepBackup(git, job);
  const resumed = pending.commit !== null;
  const to = pending.commit ?? (await makeMerge(git, job, patch, pending));
  await fastForward(git, { branch, from: baseCommit, to, resumed });
}

async function findMerge(
  git: Git,
  { baseCommit, improvementId }: ReleaseJob,
  head: string,
): Promise<string | null> {
  // A rewritten branch may no longer contain the base.
  if ((await git('merge-base', baseCommit, head).catch(() => null)) !== baseCommit) return null;
  return findByTrailer(git, `${baseCommit}..${head}`, 'Improvement', improvementId, '--merges');
}

/** Makes the improvement's commit and its merge, and keeps both in the repository under refs. */
async function makeMerge(git: Git, job: ReleaseJob, patch: string, pending: PendingUpdate): Promise<string> {
  await refuseForeignBranch(git, job);
  const workTree = await checkedOutAt(git, job.branch);
  return inTemporaryWorkTree(git, async ({ git: workshop }) => {
    await workshop('checkout', '--quiet', '--detach', job.baseCommit);
    const changes = await applyToTree(patch, null, workshop.folder);
    const changed = changes.map(({ path }) => path);
    // Before anything is kept in the repository, so that a refusal leaves it as it was.
    if (workTree !== null) await refuseChanges(workTree, changed);
    await writeChanges(workshop.folder, changes);
    // Whatever the repository ignores: what is released is what was tested.
    await workshop('add', '--force', '--', ...changed);
    await workshop('commit', '--quiet', '--cleanup=verbatim', '-m', commitMessage(job));
    const commit = await workshop('rev-parse', 'HEAD');
    await workshop('checkout', '--quiet', '--detach', job.baseCommit);
    await workshop('merge', '--quiet', '--no-ff', '--no-commit', commit);
    // In the merge alone: the improvement's own commit holds what was tested, and nothing else.
    await addDocuments(workshop, job, { changed, workTree });
    await workshop('commit', '--quiet', '--cleanup=verbatim', '-m', mergeMessage(job));
    const merge = await workshop('rev-parse', 'HEAD');
    await bringOver(git, workshop, { [`refs/heads/${branchOf(job)}`]: commit, [pending.ref]: merge });
    return merge;
  });
}

/** A branch of this name that is not this improvement's belongs to someone else and is not overwritten. */
async function refuseForeignBranch(git: Git, job: ReleaseJob): Promise<void> {
  const found = await commitAt(git, `refs/heads/${branchOf(job)}`);
  if (found === null || (await hasTrailer(git, found, 'Improvement', job.improvementId))) return;
  throw new Conflict(
    `The branch ${branchOf(job)} exists and does not belong to this improvement: rename or delete it.`,
    {
      code: 'release/foreign-branch',
    },
  );
}

function branchOf({ improvementId }: ReleaseJob): string {
  return `ironclaw/${improvementId}`;
}

function commitMessage({ title, body, improvementId, candidateHash }: ReleaseJob): string {
  return `${title}\n\n${body.trim()}\n\nImprovement: ${improvementId}\nCandidate: ${candidateHash}\n`;
}

function mergeMessage(job: ReleaseJob): string {
  return `Merge branch '${branchOf(job)}'\n\n${job.title}\n\nImprovement: ${job.improvementId}\n`;
}
