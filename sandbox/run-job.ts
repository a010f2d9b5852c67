import { Job } from '#core/improvements/jobs.ts';
import { parseJson } from '#core/validation.ts';
import { checkBase } from './base/check-base.ts';
import { readInput } from './inputs.ts';
import { releaseUnlessMoved } from './release/release-unless-moved.ts';
import { revert } from './revert/revert.ts';
import { scan } from './scan/scan.ts';
import { tryLine } from './trial/try-line.ts';
import { verify } from './verify/verify.ts';
import type { AgentSecrets } from './write/agent-secrets.ts';
import { write } from './write/write.ts';
import { writeResult } from './write-result.ts';

/** What no file may hold. */
export interface JobSecrets {
  /** Token to read and push a repository at a URL; null if none is needed. */
  readonly gitToken: string | null;
  /** Variables of an operator's agent. */
  readonly agent: AgentSecrets;
}

/**
 * Runs the job that `job.json` in the folder describes and writes its results to the folder's `out/`.
 *
 * @throws DomainError if the job cannot be done. A job whose candidate fails a gate is done.
 */
export async function runJob(folder: string, { gitToken, agent }: JobSecrets): Promise<void> {
  const job = parseJson(Job, await readInput(folder, 'job.json'), 'job.json', 'sandbox/bad-job');
  switch (job.job) {
    case 'scan':
      await scan(folder, job, gitToken);
      return;
    case 'try':
      await tryLine(folder, job);
      return;
    case 'check-base':
      await checkBase(folder, job);
      return;
    case 'write':
      await write(folder, job, agent);
      return;
    case 'verify':
      await verify(folder, job);
      return;
    case 'release':
      await releaseUnlessMoved(folder, job, await readInput(folder, 'candidate.patch'), gitToken);
      return;
    case 'revert':
      return writeResult(folder, 'revert.json', await revert(folder, job, gitToken));
  }
}
