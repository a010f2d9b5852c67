import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RevertJob } from '#core/improvements/jobs.ts';
import { release } from '#sandbox/release/release.ts';
import { revert } from '#sandbox/revert/revert.ts';
import { git, kioskText, temporaryFolder, totalsFile, writeFiles } from '../support/kiosk.ts';
import { commitFile, makeReleaseJob, makeRevertJob, patch } from '../support/release-job.ts';

async function makeReleased(): Promise<RevertJob> {
  const job = makeReleaseJob();
  const { merge } = await release(temporaryFolder(), job, patch);
  return makeRevertJob(job, merge);
}

describe('a revert', () => {
  it('undoes the merge by a commit that names the improvement and the reason', async () => {
    const job = await makeReleased();
    const { commit } = await revert(temporaryFolder(), job);
    expect(git(job.repository, 'rev-parse', 'main')).toBe(commit);
    expect(git(job.repository, 'rev-parse', `${commit}^`)).toBe(job.merge);
    expect(git(job.repository, 'diff', `${job.merge}^1`, commit)).toBe('');
    expect(readFileSync(join(job.repository, totalsFile), 'utf8')).toBe(kioskText(totalsFile));
    expect(git(job.repository, 'status', '--porcelain')).toBe('');
    const message = git(job.repository, 'show', '-s', '--format=%B', commit);
    expect(message).toContain('Revert "Add up the totals in one pass"');
    expect(message).toContain('p95 rose from 12 ms to 90 ms.');
    expect(message).toMatch(/\nReverts-improvement: imp-1$/);
  });

  it('says which files are not as the backup has them', async () => {
    const job = await makeReleased();
    const backup = git(job.repository, 'rev-parse', `${job.merge}^1`);
    expect(await revert(temporaryFolder(), { ...job, backup })).toMatchObject({ differs: [] });
    const other = await makeReleased();
    const before = git(other.repository, 'rev-parse', `${other.merge}^1`);
    commitFile(other.repository, 'later.txt', 'later');
    expect(await revert(temporaryFolder(), { ...other, backup: before })).toMatchObject({
      differs: ['later.txt'],
    });
  });

  it('compares nothing if the repository has lost the backup', async () => {
    const { differs } = await revert(temporaryFolder(), {
      ...(await makeReleased()),
      backup: 'f'.repeat(40),
    });
    expect(differs).toBeUndefined();
  });

  it('done twice gives the same commit', async () => {
    const job = await makeReleased();
    const first = await revert(temporaryFolder(), job);
    commitFile(job.repository, 'later.txt', 'later');
    expect(await revert(temporaryFolder(), job)).toEqual(first);
  });

  it('keeps later commits', async () => {
    const job = await makeReleased();
    commitFile(job.repository, 'later.txt', 'later');
    await revert(temporaryFolder(), job);
    expect(readFileSync(join(job.repository, 'later.txt'), 'utf8')).toBe('later');
    expect(readFileSync(join(job.repository, totalsFile), 'utf8')).toBe(kioskText(totalsFile));
  });

  it('works despite changes to other files in the work tree', async () => {
    const job = await makeReleased();
    writeFiles(job.repository, { 'src/server.ts': '// being edited\n' });
    await revert(temporaryFolder(), job);
    expect(git(job.repository, 'status', '--porcelain')).toBe('M src/server.ts');
  });

  it('continues with the commit of a killed execution', async () => {
    const job = await makeReleased();
    const { commit } = await revert(temporaryFolder(), job);
    git(job.repository, 'reset', '--quiet', '--hard', job.merge);
    git(job.repository, 'update-ref', 'refs/ironclaw/pending/imp-1-revert', commit);
    writeFiles(job.repository, { [totalsFile]: '' });
    expect(await revert(temporaryFolder(), job)).toEqual({ commit });
    expect(git(job.repository, 'status', '--porcelain')).toBe('');
  });

  it('is refused if later commits build on the improvement, and the repository stays unchanged', async () => {
    const job = await makeReleased();
    const text = readFileSync(join(job.repository, totalsFile), 'utf8');
    const head = commitFile(job.repository, totalsFile, text.replace('?? 0', '?? 0.0'));
    await expect(revert(temporaryFolder(), job)).rejects.toMatchObject({
      code: 'revert/conflicts',
      data: { files: [totalsFile] },
    });
    expect(git(job.repository, 'rev-parse', 'main')).toBe(head);
    expect(git(job.repository, 'status', '--porcelain')).toBe('');
  });

  it('is refused if the branch does not contain the merge', async () => {
    const job = await makeReleased();
    git(job.repository, 'reset', '--quiet', '--hard', `${job.merge}^1`);
    await expect(revert(temporaryFolder(), job)).rejects.toMatchObject({ code: 'revert/not-merged' });
  });
});
