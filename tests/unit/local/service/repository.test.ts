import { chmodSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRepository } from '#local/service/repository.ts';
import { commitAll, git } from '../../../support/git.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { type Changes, writeFiles } from '../../../support/ticker.ts';

const settings = { name: 'shop', language: 'javascript', commands: { test: 'true', start: 'node main.mjs' } };
const manifest = JSON.stringify(settings);

/** A repository with one commit on `trunk`, and an `ironclaw.json` that is not committed. */
function shop(files: Changes = {}): string {
  const folder = temporaryFolder();
  writeFiles(folder, { 'main.mjs': '', ...files });
  commitAll(folder);
  git(folder, 'branch', '--move', 'trunk');
  writeFiles(folder, { 'ironclaw.json': manifest });
  return folder;
}

const headOf = (folder: string): string => git(folder, 'rev-parse', 'HEAD');

describe('a repository is read', () => {
  it('with a manifest that is not committed, on the branch that is checked out', async () => {
    const folder = shop();

    expect(await openRepository(folder)).toEqual({
      path: folder,
      manifest: expect.objectContaining({ name: 'shop', branch: 'trunk', directory: '.' }),
      head: headOf(folder),
      notices: [],
    });
  });

  it('on the branch that its manifest names, also if another one or none is checked out', async () => {
    const folder = shop();
    writeFiles(folder, { 'ironclaw.json': JSON.stringify({ ...settings, branch: 'trunk' }) });
    const head = headOf(folder);
    git(folder, 'switch', '--quiet', '--create', 'feature');

    const read = await openRepository(folder);
    git(folder, 'switch', '--quiet', '--detach');

    expect(read).toMatchObject({ manifest: { branch: 'trunk' }, head });
    expect(read.notices).toEqual([
      `the commit ${head.slice(0, 7)} of trunk is served and improved, not feature that is checked out`,
    ]);
    expect((await openRepository(folder)).head).toBe(head);
  });

  it('from the folder of a package in a workspace, which is where its commands run', async () => {
    const folder = shop({ 'packages/api/main.mjs': '' });
    rmSync(join(folder, 'ironclaw.json'));
    writeFiles(folder, { 'packages/api/ironclaw.json': manifest });

    expect(await openRepository(join(folder, 'packages/api'))).toMatchObject({
      path: folder,
      manifest: { directory: 'packages/api' },
    });
  });

  it('through a link to its folder', async () => {
    const folder = shop();
    const link = join(temporaryFolder(), 'link');
    symlinkSync(folder, link);

    expect(await openRepository(link)).toMatchObject({ path: folder, manifest: { directory: '.' } });
  });

  it('from a shallow clone', async () => {
    const origin = shop();
    git(origin, 'commit', '--quiet', '--allow-empty', '-m', 'Later');
    const folder = join(temporaryFolder(), 'clone');
    git(origin, 'clone', '--quiet', '--depth=1', `file://${origin}`, folder);
    writeFiles(folder, { 'ironclaw.json': manifest });

    expect((await openRepository(folder)).head).toBe(headOf(origin));
  });

  it('without running a hook or a monitor that it names', async () => {
    const folder = shop();
    const trap = join(folder, '.git', 'sprung');
    const hooks = Object.fromEntries(
      ['post-index-change', 'post-checkout', 'reference-transaction', 'fsmonitor'].map((name) => [
        join('.git', 'hooks', name),
        `#!/bin/sh\ntouch ${trap}\n`,
      ]),
    );
    writeFiles(folder, { ...hooks, 'main.mjs': '// edited' });
    for (const hook of Object.keys(hooks)) chmodSync(join(folder, hook), 0o755);
    git(folder, 'config', 'core.fsmonitor', join(folder, '.git/hooks/fsmonitor'));

    await openRepository(folder);

    expect(existsSync(trap)).toBe(false);
  });
});

describe('what is served although it is not all that lies there is said:', () => {
  it('edits of tracked files, but neither untracked files nor edits of the manifest', async () => {
    const folder = shop({ 'a.txt': '', 'b.txt': '', 'c.txt': '', 'ironclaw.json': manifest });
    writeFiles(folder, { 'new.txt': '', 'ironclaw.json': `${manifest}\n` });
    expect((await openRepository(folder)).notices).toEqual([]);
    writeFiles(folder, { 'main.mjs': '1', 'a.txt': '1', 'b.txt': '1', 'c.txt': '1' });

    const served = `the commit ${headOf(folder).slice(0, 7)} of trunk is served and improved`;
    expect((await openRepository(folder)).notices).toEqual([
      `a.txt, b.txt, c.txt and 1 more: not committed: ${served}, not the work tree`,
    ]);
  });

  it('submodules', async () => {
    const folder = shop();
    git(folder, 'update-index', '--add', '--cacheinfo', `160000,${headOf(folder)},vendor/theme`);
    git(folder, 'commit', '--quiet', '-m', 'Add a theme');

    expect((await openRepository(folder)).notices).toContain(
      'vendor/theme: a submodule: versions and the sandbox have an empty folder there',
    );
  });

  it('files of Git LFS', async () => {
    const folder = shop({
      '.gitattributes': '*.bin filter=lfs diff=lfs merge=lfs -text\n',
      'model.bin': 'v1',
    });

    expect((await openRepository(folder)).notices).toEqual([
      "model.bin: kept by Git LFS: versions and the sandbox have a pointer there, not the file's content",
    ]);
  });
});

describe('a repository is refused with one sentence', () => {
  const inEmpty = (prepare: (folder: string) => void) => () => {
    const folder = temporaryFolder();
    prepare(folder);
    return folder;
  };

  it.each([
    ['without a folder', () => '/nowhere', 'there is no folder /nowhere.'],
    ['if it is a file', () => join(shop(), 'main.mjs'), 'is a file; name the folder that it lies in'],
    ['without git', inEmpty(() => undefined), 'is not a git repository; run git init there'],
    ['if it is bare', inEmpty((folder) => git(folder, 'init', '--quiet', '--bare')), 'is a bare repository'],
    [
      'without a commit',
      inEmpty((folder) => {
        git(folder, 'init', '--quiet');
        writeFiles(folder, { 'ironclaw.json': manifest });
      }),
      'has no commit yet; commit the service first',
    ],
    [
      'without a manifest',
      inEmpty((folder) => {
        writeFiles(folder, { 'main.mjs': '' });
        commitAll(folder);
      }),
      'has no ironclaw.json, which says how to start and test it; ironclaw init writes one.',
    ],
    [
      'if no branch is checked out and none is named',
      () => {
        const folder = shop();
        git(folder, 'switch', '--quiet', '--detach');
        return folder;
      },
      'has a detached HEAD, so no branch is served; check one out (git switch main), or name it in ironclaw.json',
    ],
    [
      'without the branch that its manifest names',
      () => {
        const folder = shop();
        writeFiles(folder, { 'ironclaw.json': JSON.stringify({ ...settings, branch: 'release' }) });
        return folder;
      },
      'has no branch release, which its ironclaw.json names.',
    ],
  ])('%s', async (_, make, sentence) => {
    await expect(openRepository(make())).rejects.toThrow(sentence);
  });
});
