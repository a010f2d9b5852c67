import { backupRefs, timeOfBackup } from '#core/improvements/backup.ts';
import type { ReleaseJob } from '#core/improvements/jobs.ts';
import { daysKept } from '#core/retention.ts';
import { day } from '#core/time.ts';
import { commitAt, type Git } from './git.ts';
import type { Repository } from './repository.ts';

/**
 * Keeps the commit that serves under the backup's ref, so that it stays in the repository whatever happens to the branch. A
 * commit that the repository does not have cannot be kept: the base of the change is.
 */
export async function keepBackup(git: Git, { backup, baseCommit }: ReleaseJob): Promise<void> {
  if (backup === null) return;
  const isKnown = await git('cat-file', '-e', `${backup.commit}^{commit}`).then(
    () => true,
    () => false,
  );
  await git('update-ref', backup.ref, isKnown ? backup.commit : baseCommit);
}

/** The commit that the backup keeps; undefined if there is none. */
export async function backedUp(git: Git, { backup }: ReleaseJob): Promise<string | undefined> {
  return backup === null ? undefined : ((await commitAt(git, backup.ref)) ?? undefined);
}

/** Removes the refs of backups that have expired at the time of this one. A host that refuses keeps them. */
export async function forgetExpiredBackups(
  { refs, forget }: Repository,
  { backup }: ReleaseJob,
): Promise<void> {
  const now = backup && timeOfBackup(backup.ref);
  if (now === null) return;
  const isExpired = (ref: string) => (timeOfBackup(ref) ?? now) < now - daysKept.backups * day;
  await forget((await refs(backupRefs)).filter(isExpired)).catch(() => undefined);
}
