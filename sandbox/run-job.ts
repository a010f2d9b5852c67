import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Job } from '#core/improvements/jobs.ts';
import { parseJson } from '#core/validation.ts';
import { readInput } from './inputs.ts';
import { release } from './release/release.ts';
import { revert } from './revert/revert.ts';
import { scan } from './scan/scan.ts';
import { verify } from './verify/verify.ts';

/**
 * Does the job that `job.json` in the folder describes and writes its results below the folder's `out/`.
 *
 * @param gitToken lets it read and push a repository at a URL; null where none is needed.
 * @throws DomainError when the job cannot be done. A candidate that fails is a job that was done.
 */
export async function runJob(folder: string, gitToken: string | null): Promise<void> {
  const job = parseJson(Job, await readInput(folder, 'job.json'), 'job.json', 'sandbox/bad-job');
  switch (job.job) {
    case 'scan':
      await scan(folder, job, gitToken);
      return;
    case 'verify':
      await verify(folder, job);
      return;
    case 'release':
      return writeResult(
        folder,
        'release.json',
        await release(folder, job, await readInput(folder, 'candidate.patch'), gitToken),
      );
    case 'revert':
      return writeResult(folder, 'revert.json', await revert(folder, job, gitToken));
  }
}

async function writeResult(folder: string, name: string, result: object): Promise<void> {
  await mkdir(join(folder, 'out'), { recursive: true });
  await writeFile(join(folder, 'out', name), `${JSON.stringify(result, null, 2)}\n`);
}
