import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exportTree } from '#local/service/export-tree.ts';
import { git } from '../../../support/git.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { type Changes, makeTicker } from '../../../support/ticker.ts';

const packages = realpathSync(fileURLToPath(new URL('../../../../node_modules', import.meta.url)));

function place(changes: Changes = {}) {
  const folder = temporaryFolder();
  const repository = makeTicker(join(folder, 'ticker'), changes);
  const commit = git(repository, 'rev-parse', 'HEAD');
  const versions = join(folder, 'versions');
  return { repository, commit, versions, madeWith: 'a build', prepare: async () => undefined };
}

describe('the tree of a commit', () => {
  it('is the committed tree, not the work tree', async () => {
    const given = place();
    const { repository, commit, versions } = given;
    writeFileSync(join(repository, 'src/quote.ts'), 'in the middle of a thought');

    const tree = await exportTree(given);

    expect(tree).toBe(join(versions, commit));
    expect(readFileSync(join(tree, 'src/quote.ts'), 'utf8')).toBe(
      `${git(repository, 'show', 'HEAD:src/quote.ts')}\n`,
    );
    expect(realpathSync(join(tree, 'node_modules/zod'))).toBe(join(packages, 'zod'));
    expect(existsSync(join(tree, '.git'))).toBe(false);
  });

  it('is every file as it was committed, whatever attributes say and whatever filter is configured', async () => {
    const attributes = 'tests export-ignore\n*.ts text eol=crlf filter=trap\n';
    const given = place({ '.gitattributes': attributes, 'src/note.ts': 'one\ntwo\n' });
    git(given.repository, 'config', 'filter.trap.smudge', 'false');
    git(given.repository, 'config', 'filter.trap.required', 'true');

    const tree = await exportTree(given);

    expect(readFileSync(join(tree, 'src/note.ts'), 'utf8')).toBe('one\ntwo\n');
    expect(existsSync(join(tree, 'tests/valuation.check.ts'))).toBe(true);
  });

  it('cannot be had from a clone that lacks some of its files, and the sentence says what brings them', async () => {
    const given = place();
    const blob = git(given.repository, 'rev-parse', 'HEAD:src/quote.ts');
    rmSync(join(given.repository, '.git/objects', blob.slice(0, 2), blob.slice(2)));

    await expect(exportTree(given)).rejects.toMatchObject({
      code: 'service/incomplete-repository',
      message: expect.stringContaining('git fetch --refetch'),
    });
  });

  it('is exported and prepared once, at the place where it runs', async () => {
    const given = place();
    const prepared: string[] = [];
    const prepare = async (tree: string) => void prepared.push(tree);

    const tree = await exportTree({ ...given, prepare });
    writeFileSync(join(tree, 'written-by-the-service'), '');
    await exportTree({ ...given, prepare });

    expect(prepared).toEqual([tree]);
    expect(existsSync(join(tree, 'written-by-the-service'))).toBe(true);
  });

  it('is made again if it was prepared with something else', async () => {
    const given = place();
    const tree = await exportTree(given);
    writeFileSync(join(tree, 'built'), '');

    await exportTree({ ...given, madeWith: 'another build' });

    expect(existsSync(join(tree, 'built'))).toBe(false);
  });

  it('of an interrupted export leaves nothing', async () => {
    const given = place();
    const { versions, commit } = given;
    mkdirSync(join(versions, commit), { recursive: true });
    writeFileSync(join(versions, commit, 'half'), '');

    const tree = await exportTree(given);

    expect(existsSync(join(tree, 'half'))).toBe(false);
    expect(readdirSync(versions)).toEqual([commit, `${commit}.finished`]);
  });

  it.each([
    ['of an unknown commit', { commit: 'd'.repeat(40) }],
    ['that cannot be prepared', { prepare: () => Promise.reject(new Error('it cannot be built')) }],
  ])('%s is an error, and leaves nothing', async (_, wrong) => {
    const given = { ...place(), ...wrong };

    await expect(exportTree(given)).rejects.toThrow();
    expect(readdirSync(given.versions)).toEqual([]);
  });
});
