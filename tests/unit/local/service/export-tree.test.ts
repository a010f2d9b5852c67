import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exportTree } from '#local/service/export-tree.ts';
import { findDependencies } from '#local/service/packages/find-dependencies.ts';
import { git } from '../../../support/git.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { makeTicker } from '../../../support/ticker.ts';

const packages = realpathSync(fileURLToPath(new URL('../../../../node_modules', import.meta.url)));

describe('the tree of a commit', () => {
  it('is the committed tree, not the work tree', async () => {
    const folder = temporaryFolder();
    const repository = makeTicker(join(folder, 'ticker'));
    const commit = git(repository, 'rev-parse', 'HEAD');
    writeFileSync(join(repository, 'src/quote.ts'), 'in the middle of a thought');

    const tree = await exportTree(repository, commit, folder, findDependencies(repository));

    expect(tree).toBe(join(folder, commit));
    expect(readFileSync(join(tree, 'src/quote.ts'), 'utf8')).toBe(
      `${git(repository, 'show', 'HEAD:src/quote.ts')}\n`,
    );
    expect(findDependencies(tree)).toBe(packages);
    expect(existsSync(join(tree, '.git'))).toBe(false);
  });

  it('is exported once', async () => {
    const folder = temporaryFolder();
    const repository = makeTicker(join(folder, 'ticker'));
    const commit = git(repository, 'rev-parse', 'HEAD');
    const tree = await exportTree(repository, commit, folder, null);
    writeFileSync(join(tree, 'written-by-the-service'), '');

    await exportTree(repository, commit, folder, null);

    expect(existsSync(join(tree, 'written-by-the-service'))).toBe(true);
  });

  it('of an interrupted export leaves nothing', async () => {
    const folder = temporaryFolder();
    const repository = makeTicker(join(folder, 'ticker'));
    const commit = git(repository, 'rev-parse', 'HEAD');
    const versions = join(folder, 'versions');
    mkdirSync(join(versions, `${commit}.unfinished`), { recursive: true });
    writeFileSync(join(versions, `${commit}.unfinished`, 'half'), '');

    const tree = await exportTree(repository, commit, versions, null);

    expect(existsSync(join(tree, 'half'))).toBe(false);
    expect(readdirSync(versions)).toEqual([commit]);
  });

  it('of an unknown commit is an error, and leaves no version', async () => {
    const folder = temporaryFolder();
    const repository = makeTicker(join(folder, 'ticker'));
    const unknown = 'd'.repeat(40);

    await expect(exportTree(repository, unknown, folder, null)).rejects.toThrow();
    expect(existsSync(join(folder, unknown))).toBe(false);
  });
});
