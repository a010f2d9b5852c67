import { expect, test } from 'vitest';
import { readManifest } from '#local/service/manifest/read-manifest.ts';

const valid = '{"name": "shop", "language": "javascript", "commands": {"test": "t", "start": "s"}}';

const refusalOf = (text: string): string => {
  try {
    readManifest(text, 'ironclaw.json');
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it was accepted');
};

test('a manifest gets what the repository says where it says nothing', () => {
  const found = { branch: 'trunk', directory: 'packages/api' };

  expect(readManifest(valid, 'ironclaw.json', found)).toMatchObject(found);
  const named = valid.replace('{', '{"branch": "release", "directory": ".", ');
  expect(readManifest(named, 'ironclaw.json', found)).toMatchObject({ branch: 'release', directory: '.' });
});

test('a mark at the beginning, as editors on Windows write it, does not matter', () => {
  expect(readManifest(`\uFEFF${valid}`, 'ironclaw.json').name).toBe('shop');
});

test('a folder above the repository is refused with its line', () => {
  const refusal = refusalOf(valid.replace('{', '{\n"directory": "../api",\n'));
  expect(refusal).toMatch(/line 2.*directory.*must be a folder below the root of the repository/s);
});

test('all problems are named at once, each with its line and with what would be right', () => {
  const refusal = refusalOf(`{
  "name": "Shop!",
  "language": "rust",
  "commands": {
    "start": "node main.mjs",
    "tests": "npm test"
  },
  "env": { "PORT": "1",
    "KEY": { "secret": 1 } },
  "targets": { "endpoints": {
    "GET /x": -1 } }
}`);

  expect(refusal.split('\n')).toEqual([
    'ironclaw.json is not valid:',
    '  line 2: name: must be at most 40 lower-case letters, digits and dashes, and start with a letter',
    '  line 3: language: expected one of "typescript"|"javascript"',
    '  line 4: commands.test is missing: expected string',
    '  line 6: commands.tests is not known here; there are build, typecheck, lint, test, start, deploy',
    '  line 8: env.PORT: must not be a variable that is set for the service',
    '  line 9: env.KEY: expected string, received object; or secret: expected string, received number',
    '  line 11: targets.endpoints.GET /x: Too small: expected number to be >0',
  ]);
});

test('a name that an object has twice is refused with its second line, among the other problems', () => {
  const refusal = refusalOf(`{
  "name": "shop",
  "language": "rust",
  "commands": {
    "start": "node a.js",
    "test": "npm test",
    "start": "node b.js"
  },
  "env": { "start": "1" },
  "name": "stock"
}`);

  expect(refusal.split('\n')).toEqual([
    'ironclaw.json is not valid:',
    '  line 3: language: expected one of "typescript"|"javascript"',
    '  line 7: start is here a second time; keep one of them',
    '  line 10: name is here a second time; keep one of them',
  ]);
  expect(refusalOf(valid.replace('{', '{"port": 1, "port": 2, '))).toContain('port is here a second time');
});

test('a long list of problems is cut', () => {
  const names = Array.from({ length: 30 }, (_, i) => `"key-${i}": 1`).join(', ');

  const lines = refusalOf(valid.replace('{', `{${names}, `)).split('\n');

  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toBe('  and 10 more');
});

test.each([
  ['{\n  "name": ', ['line 2: value expected']],
  ['{\n  "name": "shop" // a comment\n}', ['line 2: invalid comment token']],
  ['{\n  "name": "shop",\n}', ['line 3: property name expected']],
  ['[1 2,\n3 4]', ['line 1: comma expected', 'line 2: comma expected']],
  ['', ['line 1: value expected']],
])('what is not JSON is refused with each line that is wrong: %j', (text, problems) => {
  expect(refusalOf(text).split('\n')).toEqual([
    'ironclaw.json is not JSON:',
    ...problems.map((problem) => `  ${problem}`),
  ]);
});

test('a manifest that is no object is refused', () => {
  expect(refusalOf('[]')).toBe('ironclaw.json is not valid:\n  line 1: expected object, received array');
});
