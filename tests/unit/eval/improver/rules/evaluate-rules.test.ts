import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { countByRule, evaluateRules } from '../../../../../eval/improver/rules/evaluate-rules.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const squares = 'export const squares = (list) => list.reduce((all, x) => [...all, x * x], []);\n';

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

it('counts the hits of each rule in the code that people wrote for the service', async () => {
  const folder = await folderWith({
    'src/a.js': squares,
    'src/deep/b.ts': squares,
    'src/a.test.js': squares,
    'node_modules/other/index.js': squares,
    'tests/a.js': squares,
    'readme.md': squares,
  });
  const evaluation = await evaluateRules([folder, await folderWith({ 'c.js': squares })]);
  expect(evaluation).toMatchObject({ files: 3, lines: 6 });
  expect(countByRule(evaluation).find(({ rule }) => rule === 'spread-reduce-to-array')).toEqual({
    rule: 'spread-reduce-to-array',
    hits: 3,
    rewrites: 2,
    hitsPer100kLines: 50_000,
  });
});
