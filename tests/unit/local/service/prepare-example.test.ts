import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findDependencies } from '#local/service/packages/find-dependencies.ts';
import { prepareExample } from '#local/service/prepare-example.ts';
import { openRepository } from '#local/service/repository.ts';
import { git, subjects } from '../../../support/git.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { writeFiles } from '../../../support/ticker.ts';

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
