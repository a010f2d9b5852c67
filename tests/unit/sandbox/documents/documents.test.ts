import { existsSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReleaseJob } from '#core/improvements/jobs.ts';
import { release } from '#sandbox/release/release.ts';
import { revert } from '#sandbox/revert/revert.ts';
import { git, hashOf, kioskText, temporaryFolder, totalsFile, writeFiles } from '../support/kiosk.ts';
import { commitFile, makeReleaseJob, makeRevertJob, patch } from '../support/release-job.ts';

const page = { path: 'docs/improvements/2026-06-01-imp-1.md', text: '# Add up the totals in one pass\n' };
const documents = { page, changelogEntry: 'Add up the totals in one pass' };
const changelog = '# Changelog\n\n## [Unreleased]\n\n### Changed\n\n- Sell tea\n\n## [1.0.0]\n';

/** The job of a repository that has these files, too. */
function jobWith(files: Record<string, string>, changes: Partial<ReleaseJob> = {}): ReleaseJob {
  const job = makeReleaseJob({ documents, ...changes });
  for (const [path, text] of Object.entries(files)) commitFile(job.repository, path, text);
  return { ...job, baseCommit: git(job.repository, 'rev-parse', 'main') };
}

const released = async (job: ReleaseJob) => release(temporaryFolder(), job, patch);
const reverted = async (job: ReleaseJob, merge: string) =>
  revert(temporaryFolder(), makeRevertJob(job, merge));
const changedBy = (job: ReleaseJob, commit: string) =>
  git(job.repository, 'diff', '--name-only', job.baseCommit, commit).split('\n');
const textOf = ({ repository }: ReleaseJob, path: string) => readFileSync(join(repository, path), 'utf8');

describe('a release', () => {
  it('writes page and entry in the merge; the commit of the improvement is the tested patch alone', async () => {
    const job = jobWith({ 'CHANGELOG.md': changelog });
    const { commit, merge } = await released(job);
    expect(changedBy(job, commit)).toEqual([totalsFile]);
    expect(changedBy(job, merge)).toEqual(['CHANGELOG.md', page.path, totalsFile]);
    expect(git(job.repository, 'show', '-s', '--format=%P', merge)).toBe(`${job.baseCommit} ${commit}`);
    expect(textOf(job, page.path)).toBe(page.text);
    expect(textOf(job, 'CHANGELOG.md')).toContain(
      '### Changed\n\n- Add up the totals in one pass\n- Sell tea',
    );
    expect(git(job.repository, 'status', '--porcelain')).toBe('');
  });

  it('still refuses a patch that is not the tested one', async () => {
    const job = jobWith({}, { candidateHash: hashOf('another') });
    await expect(released(job)).rejects.toMatchObject({ code: 'patch/other-hash' });
  });

  it('writes them once, however often it runs', async () => {
    const job = jobWith({ 'CHANGELOG.md': changelog });
    const first = await released(job);
    expect(await released(job)).toEqual(first);
    expect(textOf(job, 'CHANGELOG.md').match(/Add up/g)).toHaveLength(1);
  });

  it('writes a changeset of the nearest package where changesets are kept', async () => {
    const job = jobWith({
      '.changeset/config.json': '{}',
      'src/package.json': '{"name": "@kiosk/totals"}',
      'CHANGELOG.md': changelog,
    });
    const { merge } = await released(job);
    expect(changedBy(job, merge)).toEqual(['.changeset/ironclaw-imp-1.md', page.path, totalsFile]);
    expect(textOf(job, '.changeset/ironclaw-imp-1.md')).toBe(
      '---\n"@kiosk/totals": patch\n---\n\nAdd up the totals in one pass\n',
    );
  });

  it.each([
    ['no changelog', {}],
    ['a changelog without unreleased section', { 'CHANGELOG.md': '# Changelog\n\n## 1.0.0\n' }],
    [
      'changesets of a workspace whose root changes',
      { '.changeset/config.json': '{}', 'package.json': '{"name": "k", "workspaces": ["a"]}' },
    ],
    ['a package.json that cannot be read', { '.changeset/config.json': '{}', 'package.json': '{' }],
  ])('writes only the page if there is %s', async (_, files) => {
    const job = jobWith(files);
    const { merge } = await released(job);
    expect(changedBy(job, merge)).toEqual([page.path, totalsFile]);
  });

  it.each([
    ['a file has its name', { [page.path]: 'mine\n' }],
    ['its folder is a file', { 'docs/improvements': 'mine\n' }],
    ['its folder is ignored', { '.gitignore': 'docs/\n' }],
  ])('leaves the page out, and goes on, if %s', async (_, files) => {
    const job = jobWith(files);
    const { merge } = await released(job);
    expect(changedBy(job, merge)).toEqual([totalsFile]);
  });

  it('writes nothing through a link', async () => {
    const outside = temporaryFolder();
    writeFiles(outside, { 'changes.md': changelog });
    const job = makeReleaseJob({ documents });
    symlinkSync(outside, join(job.repository, 'docs'));
    symlinkSync(join(outside, 'changes.md'), join(job.repository, 'CHANGELOG.md'));
    git(job.repository, 'add', 'docs', 'CHANGELOG.md');
    git(job.repository, 'commit', '--quiet', '-m', 'Link');
    const baseCommit = git(job.repository, 'rev-parse', 'main');
    const { merge } = await released({ ...job, baseCommit });
    expect(git(job.repository, 'diff', '--name-only', baseCommit, merge)).toBe(totalsFile);
    expect(existsSync(join(outside, 'improvements'))).toBe(false);
    expect(readFileSync(join(outside, 'changes.md'), 'utf8')).toBe(changelog);
  });
});

describe('a release that was killed while it changed the work tree', () => {
  const path = (job: ReleaseJob) => join(job.repository, page.path);

  it.each([
    ['had not written the page yet', () => {}],
    [
      'had written half of the page',
      (job: ReleaseJob) => writeFiles(job.repository, { [page.path]: '# Add' }),
    ],
    [
      'had written the page and its place in the index',
      (job: ReleaseJob) => {
        writeFiles(job.repository, { [page.path]: page.text });
        git(job.repository, 'add', page.path);
      },
    ],
    [
      'had only its place in the index',
      (job: ReleaseJob) => {
        writeFiles(job.repository, { [page.path]: page.text });
        git(job.repository, 'add', page.path);
        rmSync(path(job));
      },
    ],
  ])('continues with the same merge if it %s', async (_, damage) => {
    const job = jobWith({ 'CHANGELOG.md': changelog });
    const result = await released(job);
    git(job.repository, 'reset', '--quiet', '--hard', job.baseCommit);
    git(job.repository, 'update-ref', 'refs/ironclaw/pending/imp-1', result.merge);
    damage(job);
    expect(await released(job)).toEqual(result);
    expect(textOf(job, page.path)).toBe(page.text);
    expect(git(job.repository, 'status', '--porcelain')).toBe('');
  });
});

describe('a rollback', () => {
  it.each([
    ['had removed the page', (job: ReleaseJob) => rmSync(join(job.repository, page.path))],
    ['had not removed the page', () => {}],
  ])('that was killed continues with the same commit if it %s', async (_, damage) => {
    const job = jobWith({ 'CHANGELOG.md': changelog });
    const { merge } = await released(job);
    const { commit } = await reverted(job, merge);
    git(job.repository, 'reset', '--quiet', '--hard', merge);
    git(job.repository, 'update-ref', 'refs/ironclaw/pending/imp-1-revert', commit);
    damage(job);
    expect((await reverted(job, merge)).commit).toBe(commit);
    expect(git(job.repository, 'status', '--porcelain')).toBe('');
  });

  it('that was killed leaves a changelog that somebody has begun to edit since', async () => {
    const job = jobWith({ 'CHANGELOG.md': changelog });
    const { merge } = await released(job);
    const { commit } = await reverted(job, merge);
    git(job.repository, 'reset', '--quiet', '--hard', merge);
    git(job.repository, 'update-ref', 'refs/ironclaw/pending/imp-1-revert', commit);
    const edited = `${textOf(job, 'CHANGELOG.md')}draft\n`;
    writeFiles(job.repository, { 'CHANGELOG.md': edited });
    const again = await reverted(job, merge);
    expect(again.commit).not.toBe(commit);
    expect(textOf(job, 'CHANGELOG.md')).toBe(edited);
    expect(textOf(job, totalsFile)).toBe(kioskText(totalsFile));
    expect(git(job.repository, 'for-each-ref', 'refs/ironclaw')).toBe('');
  });

  it('removes page and entry: the files are as before', async () => {
    const job = jobWith({ 'CHANGELOG.md': changelog.replaceAll('\n', '\r\n') });
    const { merge } = await released(job);
    const { commit } = await reverted(job, merge);
    expect(git(job.repository, 'diff', job.baseCommit, commit)).toBe('');
    expect(existsSync(join(job.repository, page.path))).toBe(false);
  });

  it('works although the lines around the entry, and the entry itself, have changed since', async () => {
    const job = jobWith({ 'CHANGELOG.md': changelog });
    const { merge } = await released(job);
    const now = textOf(job, 'CHANGELOG.md').replace('Sell tea', 'Sell green tea');
    commitFile(job.repository, 'CHANGELOG.md', now);
    await reverted(job, merge);
    expect(textOf(job, 'CHANGELOG.md')).toBe(changelog.replace('Sell tea', 'Sell green tea'));

    const other = jobWith({ 'CHANGELOG.md': changelog });
    const second = await released(other);
    const edited = textOf(other, 'CHANGELOG.md').replace('in one pass', 'once');
    commitFile(other.repository, 'CHANGELOG.md', edited);
    await reverted(other, second.merge);
    expect(textOf(other, 'CHANGELOG.md')).toBe(edited);
  });

  it('works although page and changelog are gone', async () => {
    const job = jobWith({ 'CHANGELOG.md': changelog });
    const { merge } = await released(job);
    git(job.repository, 'rm', '--quiet', 'CHANGELOG.md', page.path);
    git(job.repository, 'commit', '--quiet', '-m', 'Tidy up');
    const { commit } = await reverted(job, merge);
    expect(git(job.repository, 'diff', '--name-only', job.baseCommit, commit)).toBe('CHANGELOG.md');
  });

  it('works while somebody edits the changelog, and leaves it to them', async () => {
    const job = jobWith({ 'CHANGELOG.md': changelog });
    const { merge } = await released(job);
    const edited = `${textOf(job, 'CHANGELOG.md')}draft\n`;
    writeFiles(job.repository, { 'CHANGELOG.md': edited });
    const { commit } = await reverted(job, merge);
    expect(textOf(job, 'CHANGELOG.md')).toBe(edited);
    expect(git(job.repository, 'diff', '--name-only', merge, commit).split('\n')).toEqual([
      page.path,
      totalsFile,
    ]);
  });

  it('of an earlier one of two improvements leaves the entry of the later one', async () => {
    const job = jobWith({ 'CHANGELOG.md': changelog });
    const { merge } = await released(job);
    const later = textOf(job, 'CHANGELOG.md').replace(
      '### Changed\n\n',
      '### Changed\n\n- Read prices once\n',
    );
    commitFile(job.repository, 'CHANGELOG.md', later);
    await reverted(job, merge);
    expect(textOf(job, 'CHANGELOG.md')).toBe(
      changelog.replace('- Sell tea', '- Read prices once\n- Sell tea'),
    );
  });
});
