import { readFileSync } from 'node:fs';

/*
 * Spelling, in US English: `npm run check:spelling`. A word of ours or of a tool that no dictionary has goes into
 * .ci/words.txt, in alphabetical order. Single words that docs/glossary.md retires are flagged wherever they stand.
 */
const rows = readFileSync(new URL('docs/glossary.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '));
const retired = rows
  .flatMap((row) => [...(row.split('|').at(-2) ?? '').matchAll(/`([a-z]+)`/g)])
  .map(([, word]) => word);

export default {
  version: '0.2',
  language: 'en-US',
  useGitignore: true,
  files: ['**/*.{ts,md,json,mjs}', '.ci/run'],
  ignorePaths: [
    'package-lock.json',
    'docs/glossary.md',
    '**/data/**',
    'tests/fixtures/makes/**/package-lock.json',
    'tests/structure/words.test.ts',
    'examples/storefront/traffic.jsonl',
  ],
  dictionaries: ['ours', 'typescript', 'node', 'npm', 'software-terms', 'aws'],
  dictionaryDefinitions: [{ name: 'ours', path: './.ci/words.txt', addWords: true }],
  flagWords: retired,
  ignoreRegExpList: ['/[A-Za-z0-9+/=_-]{40,}/g', '/\\b[0-9a-f]{7,40}\\b/g'],
};
