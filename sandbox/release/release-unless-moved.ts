import type { ReleaseJob, ReleaseOutcome } from '#core/improvements/jobs.ts';
import { whereMoved } from '../git/fast-forward.ts';
import { writeResult } from '../write-result.ts';
import { release } from './release.ts';

/**
 * The same as `release`, but a branch that has moved since the test is a result: nothing is wrong with the candidate, which can
 * be tested again on the branch as it is now. Written to `out/release.json`.
 *
 * @throws as `release` does, but for a moved branch.
 */
export async function releaseUnlessMoved(
  folder: string,
  job: ReleaseJob,
  patch: string,
  gitToken: string | null,
): Promise<ReleaseOutcome> {
  try {
    return await release(folder, job, patch, gitToken);
  } catch (error) {
    const movedTo = whereMoved(error, job.branch);
    if (movedTo === null) throw error;
    await writeResult(folder, 'release.json', { movedTo });
    return { movedTo };
  }
}
