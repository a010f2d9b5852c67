import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exportTree, findDependencies, openRepository, prepareExample } from '#local/service/repository.ts';
import { git, subjects } from '../../../support/git.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { makeTicker, writeFiles } from '../../../support/ticker.ts';

const packages = realpathSync(fileURLToPath(new URL('../../../../node_modules', import.meta.url)));
const example = fileURLToPath(new URL('../../../../examples/storefront', import.meta.url));

describe('the bundled example', () => {
  it('becomes a clean repository that finds its packages in any folder', async () => {
    const target = join(temporaryFolder(), 'storefront');

    await prepareExample(example, target);

    expect((await openRepository(target)).manifest.name).toBe('storefront');
    expect(findDependencies(target)).toBe(packages);
    expect(existsSync(join(target, 'node_modules', 'express'))).toBe(true);
  });

  it("keeps the loop's commits if it is prepared again", async () => {
    const target = join(temporaryFolder(), 'storefront');
    await prepareExample(example, target);
    git(target, 'commit', '--quiet', '--allow-empty', '-m', 'An improvement');

    await prepareExample(example, target);

    expect(subjects(target)).toEqual(['An improvement', 'The storefront as it was bought']);
  });

  it('is made again if an earlier instance ended while making it', async () => {
    const target = join(temporaryFolder(), 'storefront');
    writeFiles(`${target}.unfinished`, { 'src/half.ts': 'const' });
    writeFiles(target, { 'left-over.txt': '' });

    await prepareExample(example, target);

    expect(existsSync(join(target, 'src', 'half.ts'))).toBe(false);
    expect(existsSync(join(target, 'left-over.txt'))).toBe(false);
    expect(existsSync(`${target}.unfinished`)).toBe(false);
    expect(git(target, 'status', '--porcelain')).toBe('');
  });
});

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
