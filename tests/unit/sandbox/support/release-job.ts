import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ReleaseJob, RevertJob } from '#core/improvements/jobs.ts';
import { fastTotals, git, hashOf, makeRepository, patchOf, temporaryFolder, writeFiles } from './kiosk.ts';

export const patch = patchOf(fastTotals);

/** A repository of the kiosk and the job that releases the fast totals into it. */
export function makeReleaseJob(changes: Partial<ReleaseJob> = {}): ReleaseJob {
  const repository = changes.repository ?? makeRepository();
  return {
    job: 'release',
    repository,
    branch: 'main',
    improvementId: 'imp-1',
    baseCommit: git(repository, 'rev-parse', 'main'),
    candidateHash: hashOf(patch),
    title: 'Add up the totals in one pass',
    body: 'Each sale copied the whole record.',
    documents: { page: null, changelogEntry: null },
    deploy: null,
    backup: null,
    ...changes,
  };
}

/** The job that rolls back what `job` merged. */
export function makeRevertJob({ repository, branch, improvementId }: ReleaseJob, merge: string): RevertJob {
  const reason = 'p95 rose from 12 ms to 90 ms.';
  return { job: 'revert', repository, branch, improvementId, merge, reason, deploy: null, backup: null };
}

/** Starts the sandbox program on a job, in a process group of its own. */
export function startJob(
  job: object,
  files: Record<string, string> = {},
  environment: Record<string, string> = {},
): { folder: string; child: ChildProcess } {
  const folder = temporaryFolder();
  writeFiles(folder, { 'job.json': JSON.stringify(job), ...files });
  const program = fileURLToPath(new URL('../../../../sandbox/main.ts', import.meta.url));
  const child = spawn(process.execPath, [program, folder], {
    detached: true,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return { folder, child };
}

/** Commits a change of one file on top of `main`, as a colleague would. */
export function commitFile(repository: string, path: string, text: string): string {
  writeFiles(repository, { [path]: text });
  git(repository, 'add', path);
  git(repository, 'commit', '--quiet', '-m', `Change ${path}`);
  return git(repository, 'rev-parse', 'HEAD');
}
