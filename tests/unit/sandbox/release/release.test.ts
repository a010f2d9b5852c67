import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { backupRef } from '#core/improvements/backup.ts';
import { ReleaseOutcome, ReleaseResult } from '#core/improvements/jobs.ts';
import { daysKept } from '#core/retention.ts';
import { day } from '#core/time.ts';
import { release } from '#sandbox/release/release.ts';
import { releaseUnlessMoved } from '#sandbox/release/release-unless-moved.ts';
import {
  fastTotals,
  git,
  hashOf,
  kioskText,
  makeRepository,
  patchOf,
  temporaryFolder,
  totalsFile,
  writeFiles,
} from '../support/kiosk.ts';
import { commitFile, makeReleaseJob, patch, startJob } from '../support/release-job.ts';

function textOf(repository: string, path = totalsFile): string {
  return readFileSync(join(repository, path), 'utf8');
}

function mergesOn(repository: string): string[] {
  return git(repository, 'log', '--merges', '--format=%H', 'main').split('\n').filter(Boolean);
}

describe('a release', () => {
  it.each(['test/totals.check.ts', 'ironclaw.json'])(
    'refuses a patch of the protected file %s, although its hash is the approved one',
    async (path) => {
      const hostile = patchOf(`${kioskText(path)}\n`, path);
      const job = makeReleaseJob({ candidateHash: hashOf(hostile) });
      await expect(release(temporaryFolder(), job, hostile)).rejects.toMatchObject({
        code: 'patch/protected-path',
      });
      expect(git(job.repository, 'rev-parse', 'main')).toBe(job.baseCommit);
    },
  );

  it('commits the patch on its own branch and merges it', async () => {
    const job = makeReleaseJob();
    const { repository, baseCommit } = job;
    const result = await release(temporaryFolder(), job, patch);
    expect(result.branch).toBe('ironclaw/imp-1');
    expect(git(repository, 'rev-parse', 'ironclaw/imp-1')).toBe(result.commit);
    expect(git(repository, 'rev-parse', 'main')).toBe(result.merge);
    expect(git(repository, 'rev-parse', `${result.merge}^1`, `${result.merge}^2`)).toBe(
      `${baseCommit}\n${result.commit}`,
    );
    expect(git(repository, 'diff', '--name-only', baseCommit, result.merge)).toBe(totalsFile);
    expect(git(repository, 'show', '-s', '--format=%an <%ae>%n%B', result.commit)).toBe(
      [
        'Ironclaw Learning <ironclaw@localhost>',
        'Add up the totals in one pass',
        '',
        'Each sale copied the whole record.',
        '',
        'Improvement: imp-1',
        `Candidate: ${hashOf(patch)}`,
      ].join('\n'),
    );
    expect(git(repository, 'show', '-s', '--format=%(trailers)', result.merge)).toBe('Improvement: imp-1');
  });

  it('keeps what served under the ref of its backup, also when it is repeated', async () => {
    const job = makeReleaseJob();
    const served = job.baseCommit;
    const baseCommit = commitFile(job.repository, 'later.txt', 'not deployed yet');
    const backup = { ref: backupRef('imp-1', Date.UTC(2026, 5, 1)), commit: served };
    const first = await release(temporaryFolder(), { ...job, baseCommit, backup }, patch);
    expect(first.backup).toBe(served);
    expect(git(job.repository, 'rev-parse', backup.ref)).toBe(served);
    expect(await release(temporaryFolder(), { ...job, baseCommit, backup }, patch)).toEqual(first);
  });

  it('keeps the base of the change if the repository does not have the commit that served', async () => {
    const job = makeReleaseJob();
    const backup = { ref: backupRef('imp-1', Date.UTC(2026, 5, 1)), commit: 'f'.repeat(40) };
    const result = await release(temporaryFolder(), { ...job, backup }, patch);
    expect(result.backup).toBe(job.baseCommit);
    expect(git(job.repository, 'rev-parse', backup.ref)).toBe(job.baseCommit);
  });

  it('removes the backups that have expired, and no other ref', async () => {
    const job = makeReleaseJob();
    const now = Date.UTC(2026, 5, 1);
    const [expired, kept] = [daysKept.backups + 1, daysKept.backups - 1].map((days) =>
      backupRef('imp-0', now - days * day),
    ) as [string, string];
    for (const ref of [expired, kept, 'refs/ironclaw/backups/by-hand'])
      git(job.repository, 'update-ref', ref, job.baseCommit);
    const backup = { ref: backupRef('imp-1', now), commit: job.baseCommit };
    await release(temporaryFolder(), { ...job, backup }, patch);
    expect(git(job.repository, 'for-each-ref', '--format=%(refname)', 'refs/ironclaw').split('\n')).toEqual([
      kept,
      backup.ref,
      'refs/ironclaw/backups/by-hand',
    ]);
  });

  it('updates the work tree that has the branch checked out, and leaves nothing else behind', async () => {
    const job = makeReleaseJob();
    writeFiles(job.repository, { 'notes.txt': 'not tracked' });
    await release(temporaryFolder(), job, patch);
    expect(textOf(job.repository)).toBe(fastTotals);
    expect(git(job.repository, 'status', '--porcelain')).toBe('?? notes.txt');
    expect(git(job.repository, 'for-each-ref', '--format=%(refname)')).toBe(
      'refs/heads/ironclaw/imp-1\nrefs/heads/main',
    );
    expect(
      readdirSync(tmpdir()).filter((name) => name.startsWith(`ironclaw-sandbox-${process.pid}-`)),
    ).toEqual([]);
  });

  it('leaves every other edit of its work tree as it is, staged or not', async () => {
    const job = makeReleaseJob({ documents: { page: null, changelogEntry: 'Faster totals.' } });
    commitFile(job.repository, 'CHANGELOG.md', '# Changelog\n\n## Unreleased\n\n- Opened.\n');
    const baseCommit = git(job.repository, 'rev-parse', 'HEAD');
    const edits = { 'CHANGELOG.md': '# Being rewritten\n', 'README.md': 'new\n', 'ironclaw.json': '{}\n' };
    writeFiles(job.repository, edits);
    git(job.repository, 'add', 'ironclaw.json');
    const { merge } = await release(temporaryFolder(), { ...job, baseCommit }, patch);
    expect(textOf(job.repository)).toBe(fastTotals);
    for (const [path, text] of Object.entries(edits)) expect(textOf(job.repository, path)).toBe(text);
    expect(git(job.repository, 'diff', '--name-only', baseCommit, merge)).toBe(totalsFile);
  });

  it('works in a shallow clone', async () => {
    const { repository: origin } = makeReleaseJob();
    commitFile(origin, 'later.txt', 'later');
    const repository = join(temporaryFolder(), 'clone');
    git(origin, 'clone', '--quiet', '--depth=1', `file://${origin}`, repository);
    const { merge } = await release(temporaryFolder(), makeReleaseJob({ repository }), patch);
    expect(git(repository, 'rev-parse', 'main')).toBe(merge);
    expect(textOf(repository)).toBe(fastTotals);
  });

  it('leaves the work tree unchanged if another branch is checked out', async () => {
    const job = makeReleaseJob();
    git(job.repository, 'switch', '--quiet', '-c', 'elsewhere');
    writeFiles(job.repository, { [totalsFile]: '// being edited\n' });
    const { merge } = await release(temporaryFolder(), job, patch);
    expect(git(job.repository, 'rev-parse', 'main')).toBe(merge);
    expect(textOf(job.repository)).toBe('// being edited\n');
  });

  it('commits a file that the patch adds, even one that the repository ignores', async () => {
    const repository = makeRepository({ '.gitignore': 'sums\n' });
    const added = patchOf('export {};\n', 'src/sums/sum.ts', null);
    const job = makeReleaseJob({ repository, candidateHash: hashOf(added) });
    const { merge } = await release(temporaryFolder(), job, added);
    expect(git(repository, 'diff', '--name-status', job.baseCommit, merge)).toBe('A\tsrc/sums/sum.ts');
    expect(readFileSync(join(repository, 'src/sums/sum.ts'), 'utf8')).toBe('export {};\n');
  });

  it('overwrites no file of its work tree that was never committed', async () => {
    const added = patchOf('export {};\n', 'src/sum.ts', null);
    const job = makeReleaseJob({ candidateHash: hashOf(added) });
    writeFiles(job.repository, { 'src/sum.ts': '// being written\n' });
    await expect(release(temporaryFolder(), job, added)).rejects.toMatchObject({
      code: 'git/dirty-work-tree',
      data: { files: ['src/sum.ts'] },
    });
    expect(git(job.repository, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
    expect(readFileSync(join(job.repository, 'src/sum.ts'), 'utf8')).toBe('// being written\n');
    expect(git(job.repository, 'rev-parse', 'main')).toBe(job.baseCommit);
  });

  it('done twice gives the same commits', async () => {
    const job = makeReleaseJob();
    const first = await release(temporaryFolder(), job, patch);
    commitFile(job.repository, 'later.txt', 'later');
    expect(await release(temporaryFolder(), job, patch)).toEqual(first);
    expect(mergesOn(job.repository)).toEqual([first.merge]);
  });

  it('runs neither hooks nor filters of the repository', async () => {
    const job = makeReleaseJob();
    const trap = join(job.repository, '.git', 'sprung');
    for (const hook of [
      'post-checkout',
      'pre-commit',
      'post-merge',
      'reference-transaction',
      'pre-merge-commit',
    ]) {
      writeFileSync(join(job.repository, '.git/hooks', hook), `#!/bin/sh\ntouch ${trap}\n`, { mode: 0o755 });
    }
    git(job.repository, 'config', 'filter.trap.smudge', `touch ${trap}; cat`);
    git(job.repository, 'config', 'filter.trap.clean', `touch ${trap}; cat`);
    git(job.repository, 'config', 'core.fsmonitor', `touch ${trap}`);
    writeFileSync(join(job.repository, '.git/info/attributes'), '* filter=trap\n');
    await release(temporaryFolder(), job, patch);
    expect(textOf(job.repository)).toBe(fastTotals);
    expect(existsSync(trap)).toBe(false);
  });
});

describe('a release is refused, and the repository stays unchanged,', () => {
  it('if the patch is not the one that was tested', async () => {
    const job = makeReleaseJob({ candidateHash: hashOf('another') });
    await expect(release(temporaryFolder(), job, patch)).rejects.toMatchObject({ code: 'patch/other-hash' });
    expect(git(job.repository, 'branch', '--list', 'ironclaw/*')).toBe('');
  });

  it('if the work tree has changes in the files that it changes', async () => {
    const job = makeReleaseJob();
    const edited = `${kioskText(totalsFile)}// edited\n`;
    writeFiles(job.repository, { [totalsFile]: edited });
    await expect(release(temporaryFolder(), job, patch)).rejects.toMatchObject({
      code: 'git/dirty-work-tree',
      data: { files: [totalsFile] },
    });
    expect(textOf(job.repository)).toBe(edited);
    expect(git(job.repository, 'rev-parse', 'main')).toBe(job.baseCommit);
    expect(git(job.repository, 'branch', '--list', 'ironclaw/*')).toBe('');
  });

  it('keeps no backup if the branch has moved', async () => {
    const job = makeReleaseJob();
    commitFile(job.repository, 'later.txt', 'later');
    const backup = { ref: backupRef('imp-1', Date.UTC(2026, 5, 1)), commit: job.baseCommit };
    await expect(release(temporaryFolder(), { ...job, backup }, patch)).rejects.toMatchObject({
      code: 'git/branch-moved',
    });
    expect(git(job.repository, 'for-each-ref', 'refs/ironclaw')).toBe('');
  });

  it('if the branch has moved', async () => {
    const job = makeReleaseJob();
    const head = commitFile(job.repository, 'later.txt', 'later');
    await expect(release(temporaryFolder(), job, patch)).rejects.toMatchObject({
      code: 'git/branch-moved',
      data: { found: head },
    });
    expect(git(job.repository, 'rev-parse', 'main')).toBe(head);

    const folder = temporaryFolder();
    expect(await releaseUnlessMoved(folder, job, patch, null)).toEqual({ movedTo: head });
    expect(ReleaseOutcome.parse(JSON.parse(textOf(folder, 'out/release.json')))).toEqual({ movedTo: head });
  });

  it('if a branch of its name belongs to someone else', async () => {
    const job = makeReleaseJob();
    git(job.repository, 'branch', 'ironclaw/imp-1');
    await expect(release(temporaryFolder(), job, patch)).rejects.toMatchObject({
      code: 'release/foreign-branch',
    });
  });

  it('if the folder is not a repository, or lies within one', async () => {
    const job = makeReleaseJob();
    const inside = { ...job, repository: join(job.repository, 'src') };
    await expect(release(temporaryFolder(), inside, patch)).rejects.toThrow(
      'is not the root of a git repository',
    );
    await expect(release(temporaryFolder(), { ...job, repository: '/nowhere' }, patch)).rejects.toMatchObject(
      {
        code: 'git/not-a-repository',
      },
    );
    await expect(release(temporaryFolder(), { ...job, repository: tmpdir() }, patch)).rejects.toThrow(
      'is not a git repository',
    );
  });

  it('if the repository has no such branch', async () => {
    await expect(
      release(temporaryFolder(), makeReleaseJob({ branch: 'trunk' }), patch),
    ).rejects.toMatchObject({
      code: 'git/no-branch',
    });
  });
});

describe('a release that was killed', () => {
  it('at any moment ends in exactly one merge after it is repeated', async () => {
    for (const moment of [200, 400, 550, 700, 850, 1_000]) {
      const job = makeReleaseJob();
      const { child } = startJob(job, { 'candidate.patch': patch });
      const ended = once(child, 'exit');
      await delay(moment);
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
      await ended;

      const again = startJob(job, { 'candidate.patch': patch });
      expect(await once(again.child, 'exit')).toEqual([0, null]);
      const result = ReleaseResult.parse(JSON.parse(textOf(again.folder, 'out/release.json')));
      expect(mergesOn(job.repository)).toEqual([result.merge]);
      expect(textOf(job.repository)).toBe(fastTotals);
      expect(git(job.repository, 'status', '--porcelain')).toBe('');
      expect(git(job.repository, 'for-each-ref', 'refs/ironclaw')).toBe('');
    }
  }, 60_000);

  /** Resets the repository to the moment after the merge was made and before the branch moved. */
  async function interrupted() {
    const job = makeReleaseJob();
    const result = await release(temporaryFolder(), job, patch);
    git(job.repository, 'reset', '--quiet', '--hard', job.baseCommit);
    git(job.repository, 'update-ref', 'refs/ironclaw/pending/imp-1', result.merge);
    return { job, result };
  }

  it.each([
    ['the file was missing', (file: string) => rmSync(file)],
    ['the file was half written', (file: string) => writeFileSync(file, fastTotals.slice(0, 200))],
    ['the file was already new', (file: string) => writeFileSync(file, fastTotals)],
    ['the index was locked', (file: string) => writeFileSync(join(file, '../../.git/index.lock'), '')],
    [
      'the branch was locked',
      (file: string) => writeFileSync(join(file, '../../.git/refs/heads/main.lock'), ''),
    ],
  ])('while %s continues with the same merge', async (_, damage) => {
    const { job, result } = await interrupted();
    damage(join(job.repository, totalsFile));
    expect(await release(temporaryFolder(), job, patch)).toEqual(result);
    expect(textOf(job.repository)).toBe(fastTotals);
    expect(git(job.repository, 'status', '--porcelain')).toBe('');
  });

  it('never overwrites edits made in the meantime', async () => {
    const { job } = await interrupted();
    writeFiles(job.repository, { [totalsFile]: '// my own work\n' });
    await expect(release(temporaryFolder(), job, patch)).rejects.toMatchObject({
      code: 'git/dirty-work-tree',
    });
    expect(textOf(job.repository)).toBe('// my own work\n');
  });
});

it('a patch that no longer applies is refused', async () => {
  const other = patchOf('export const nothing = 1;\n', totalsFile, 'export const something = 1;\n');
  const job = makeReleaseJob({ candidateHash: hashOf(other) });
  await expect(release(temporaryFolder(), job, other)).rejects.toMatchObject({
    code: 'patch/does-not-apply',
  });
});
