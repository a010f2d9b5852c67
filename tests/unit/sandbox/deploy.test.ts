import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { release } from '#sandbox/release/release.ts';
import { revert } from '#sandbox/revert/revert.ts';
import { git, temporaryFolder, totalsFile } from './support/kiosk.ts';
import { makeReleaseJob, makeRevertJob, patch } from './support/release-job.ts';

/** Prints what it would deploy. */
const line = `echo "$IRONCLAW_COMMIT"; grep -c "new Map" ${totalsFile} || true`;

function logIn(folder: string): string {
  return readFileSync(join(folder, 'out/log.txt'), 'utf8');
}

describe('the deploy command of a service', () => {
  it('runs on the merge, and after a rollback on the revert, in a fresh checkout', async () => {
    const job = makeReleaseJob({ deploy: line });
    const folder = temporaryFolder();
    const { merge } = await release(folder, job, patch);
    expect(logIn(folder)).toBe(`== deploy ${merge} ==\n${merge}\n1\n`);

    const second = temporaryFolder();
    const { commit } = await revert(second, { ...makeRevertJob(job, merge), deploy: line });
    expect(logIn(second)).toBe(`== deploy ${commit} ==\n${commit}\n0\n`);
  });

  it('runs again with the job, because the first execution may have been killed', async () => {
    const job = makeReleaseJob({ deploy: line });
    const folder = temporaryFolder();
    await release(folder, job, patch);
    await release(folder, job, patch);
    expect(logIn(folder).match(/== deploy/g)).toHaveLength(2);
  });

  it('fails the job with the end of its output, after the merge', async () => {
    const job = makeReleaseJob({ deploy: 'echo building; echo no such function >&2; exit 3' });
    const folder = temporaryFolder();
    await expect(release(folder, job, patch)).rejects.toMatchObject({
      code: 'release/deploy-failed',
      message: expect.stringMatching(/ended with code 3: building no such function$/),
    });
    expect(logIn(folder)).toContain('no such function');
    expect(git(job.repository, 'log', '--merges', '--format=%s', 'main')).not.toBe('');
  });

  it('is optional', async () => {
    const folder = temporaryFolder();
    await release(folder, makeReleaseJob(), patch);
    expect(existsSync(join(folder, 'out', 'log.txt'))).toBe(false);
  });
});
