import type { Serving } from './ports.ts';

/** What served before a deployment: on record before anything is changed, so that a rollback can be verified. */
export interface Backup extends Serving {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The git ref that keeps the commit below. */
  readonly ref: string;
  /** The commit that served, or the branch's head if the repository does not have that one; null until it is kept. */
  readonly commit: string | null;
}

/** What a look after the rollback found. */
export interface Restored extends Serving {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Whether what serves, and the files of the branch, are those of the backup; null if that cannot be known. */
  readonly isExact: boolean | null;
  /** One sentence. */
  readonly detail: string;
}

/** What a revert says of the files of its commit. */
export interface RevertedFiles {
  readonly commit: string;
  /** Files that differ from the backup, because later commits changed them; absent if that was not compared. */
  readonly differs?: readonly string[] | undefined;
}

const prefix = 'refs/ironclaw/backups/';

/** Refs may not contain colons. They sort by their time. */
export const backupRef = (improvementId: string, at: number): string =>
  `${prefix}${new Date(at).toISOString().replace(/[:.]/g, '-')}-${improvementId}`;

/** All refs of backups, as `git for-each-ref` and `git ls-remote` select them. */
export const backupRefs = `${prefix}*`;

/** When the backup was made, in milliseconds since 1970; null for another ref. */
export function timeOfBackup(ref: string): number | null {
  const [, day, hours, minutes, seconds, rest] =
    /^refs\/ironclaw\/backups\/(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-/.exec(ref) ?? [];
  return day === undefined ? null : Date.parse(`${day}T${hours}:${minutes}:${seconds}.${rest}Z`);
}

/**
 * Compares what serves after a rollback with what served before the deployment: it is the same version, or the commit of the
 * revert with exactly the files of the backup. The branch may have other commits meanwhile, which is said, too.
 */
export function verifyRestored(
  backup: Backup,
  serving: Serving,
  reverted: RevertedFiles | null,
  at: number,
): Restored {
  const branch = describeBranch(backup, reverted);
  const [isExact, served] = compareVersions(backup, serving, reverted);
  return { ...serving, at, isExact, detail: branch === null ? served : `${served}; ${branch}` };
}

function compareVersions(
  backup: Backup,
  { version }: Serving,
  reverted: RevertedFiles | null,
): readonly [isExact: boolean | null, detail: string] {
  if (version === null || backup.version === null) return [null, 'what serves cannot be seen from here'];
  const now = `version ${short(version)} serves`;
  if (version === backup.version) return [true, `${now}, as before the deployment`];
  if (version !== reverted?.commit)
    return [false, `${now}, and not ${short(backup.version)} as before the deployment`];
  return [reverted.differs ? reverted.differs.length === 0 : null, `${now}, which is the revert`];
}

function describeBranch({ commit }: Backup, reverted: RevertedFiles | null): string | null {
  if (commit === null || !reverted?.differs) return null;
  const [first, ...more] = reverted.differs;
  if (first === undefined) return `the branch has the files of ${short(commit)} again`;
  const others = more.length > 0 ? ` and ${more.length} more` : '';
  return `later commits changed ${first}${others} since ${short(commit)}`;
}

const short = (version: string): string => (/^[0-9a-f]{40}$/.test(version) ? version.slice(0, 7) : version);
