import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const glossary = 'docs/glossary.md';

/** Files that people read or write; data and what npm writes are neither, and strangers write in their own words. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(
    (path) =>
      /\.(ts|md|json|yml|sh)$|^\.ci\/run$/.test(path) &&
      !/package-lock|\/data\/|^tests\/fixtures\/makes\//.test(path),
  )
  .filter((path) => path !== glossary && path !== 'tests/structure/words.test.ts');

const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

/** The backticked words in the last column of the glossary's tables. */
function retiredWords(): readonly string[] {
  const rows = readFileSync(`${root}${glossary}`, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '));
  return rows.flatMap((row) => {
    const last = row.split('|').at(-2) ?? '';
    return [...last.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
  });
}

/** Matches the word in prose, over a line break of a comment, and as a part of a name. */
function patternOf(word: string): RegExp {
  const words = word.split(/[\s-]+/).map((part) => part.replace('*', '[a-z]*'));
  return new RegExp(`(?<![a-z])${words.join('[\\s*/_-]+')}(?![a-z])`, 'gi');
}

/** `takenBackAt` as `taken Back At`. */
const separated = (text: string): string => text.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ');

function placesOf(pattern: RegExp, path: string, text: string): readonly string[] {
  return [...text.matchAll(pattern)].map(
    ({ index, 0: found }) => `${path}:${text.slice(0, index).split('\n').length}: ${found}`,
  );
}

describe('one word for one thing', () => {
  const texts = files.map((path) => ({ path, text: separated(`${path}\n${read(path)}`) }));

  test('the glossary names the words that are retired', () => {
    expect(retiredWords()).toContain('reckon*');
    expect(retiredWords().length).toBeGreaterThan(30);
  });

  test.each(retiredWords())('nobody says "%s"', (word) => {
    const pattern = patternOf(word);
    // The path stands in a line of its own before the text.
    const places = texts.flatMap(({ path, text }) => placesOf(pattern, path, text));
    expect(places).toEqual([]);
  });

  test.each([
    ['takenBackAt', 'taken back', true],
    ['is taken\n * back by itself', 'taken back', true],
    ['Foretold by', 'foretell*', false],
    ['foretelling', 'foretell*', true],
    ['mistaken backup', 'taken back', false],
  ])('%j holds "%s": %s', (text, word, holds) => {
    expect(patternOf(word).test(separated(text))).toBe(holds);
  });
});

describe('a variable says what it holds', () => {
  /** Code without comments and strings. */
  const codeOf = (path: string): string =>
    transformSync(read(path), {
      loader: 'ts',
      format: 'esm',
      target: 'node24',
      legalComments: 'none',
    }).code.replaceAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, '""');

  const nameless = [
    /(?<![.\w])(?:its|each|null_)(?!\w|\s+[a-z]|:)/g,
    /(?<=[({[,]\s*)of(?=\s*[,)}\]=])|(?<![.\w])of(?=\.|\[|\s*=>)/g,
  ];

  test('none is called its, each, of or null_', () => {
    const places = files
      .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
      .flatMap((path) => {
        const code = codeOf(path);
        return nameless.flatMap((pattern) =>
          [...code.matchAll(pattern)].map(
            ({ index }) =>
              `${path}: ${code.slice(Math.max(0, index - 20), index + 20).replaceAll('\n', ' ')}`,
          ),
        );
      });
    expect(places).toEqual([]);
  });
});
