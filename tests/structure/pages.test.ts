import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesIn, readText, root } from './repository.ts';

const pages = [...filesIn('*.md'), ...filesIn('docs/**/*.md')];
const topFolders = filesIn('*/').map((folder) => folder.replace(/\/$/, ''));

/** Files and folders that a page names in backticks by their path, without those that are patterns. */
const pathsIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([\w.-]+(?:\/[\w.-]+)*\/?)`/g)]
    .map(([, path = '']) => path)
    .filter((path) => path.includes('/') && topFolders.includes(path.split('/')[0] ?? ''));

/** The local targets of a page's links, relative to the root. */
const linksIn = (page: string): readonly string[] =>
  [...readText(page).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, target = '']) =>
    join(dirname(page), target),
  );

test('paths and links are found', () => {
  expect(pathsIn(readText('CONTRIBUTING.md'))).toContain('core/performance/findings/finding.ts');
  expect(linksIn('docs/architecture.md')).toContain('docs/proof.md');
});

test.each(pages)('%s names and links only files that exist', (page) => {
  const named = [...pathsIn(readText(page)), ...linksIn(page)];
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

describe('a recipe', () => {
  const recipes = readText('CONTRIBUTING.md')
    .split(/^### /m)
    .slice(1)
    .map((text) => ({ title: text.split('\n')[0], text }));

  test.each(recipes)('$title has at most ten lines', ({ text }) => {
    const lines = text
      .split('\n')
      .slice(1)
      .filter((line) => line.trim() !== '');
    expect(lines.length).toBeLessThanOrEqual(10);
  });
});
