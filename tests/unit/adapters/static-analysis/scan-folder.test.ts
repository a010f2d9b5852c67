import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scanFolder } from '#adapters/static-analysis/scan-folder.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** Each turn needs what the one before brought: no rule of ours suggests anything else. */
const waiting = 'export async function all(next) {\n  while (next) next = await load(next);\n}\n';
const growing =
  'export function squares(list) {\n  return list.reduce((all, x) => [...all, x * x], []);\n}\n';

function folderWith(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder('scan');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const scanOf = (files: Readonly<Record<string, string>>) => scanFolder(folderWith(files), 100);

const leftOutOf = async (files: Readonly<Record<string, string>>) =>
  Object.fromEntries((await scanOf(files)).leftOut.map(({ reason, examples }) => [reason, examples]));

describe('a scan', () => {
  test('finds places with our rules and with oxlint, in order, with their functions', async () => {
    const { findings, files, lines } = await scanOf({ 'src/b.js': waiting, 'src/a.js': growing });
    expect({ files, lines }).toEqual({ files: 2, lines: 8 });
    expect(findings).toEqual([
      {
        analyzer: 'ironclaw',
        rule: 'spread-reduce-to-array',
        path: 'src/a.js',
        line: 2,
        function: { name: 'squares', from: 1, to: 3 },
        message: expect.stringContaining('square of the length'),
        whyNoFix: null,
      },
      {
        analyzer: 'oxlint',
        rule: 'no-await-in-loop',
        path: 'src/b.js',
        line: 2,
        function: { name: 'all', from: 1, to: 3 },
        message: expect.stringContaining('the waits add up'),
        whyNoFix: expect.stringContaining('may depend on their order'),
      },
    ]);
  });

  test('says once what both analyzers find', async () => {
    // oxlint alone finds the same in the test above.
    expect((await scanOf({ 'a.js': growing })).findings.map(({ analyzer }) => analyzer)).toEqual([
      'ironclaw',
    ]);
  });

  test('counts lines of Windows as others', async () => {
    const { findings } = await scanOf({ 'a.js': waiting.replaceAll('\n', '\r\n') });
    expect(findings).toMatchObject([{ line: 2, function: { name: 'all', from: 1, to: 3 } }]);
  });

  test('keeps some of every rule, and what we can fix, if it may not list all', async () => {
    const many = waiting.replace(
      'next = await load(next);',
      '{\nnext = await a(next);\nnext = await b(next);\nnext = await c(next);\n}',
    );
    const scan = await scanFolder(folderWith({ 'a.js': many, 'b.js': growing }), 2);
    expect(scan.notListed).toBe(2);
    expect(scan.findings.map(({ rule }) => rule)).toEqual(['no-await-in-loop', 'spread-reduce-to-array']);
  });

  test('leaves out what nobody wrote, and says so', async () => {
    const leftOut = await leftOutOf({
      'node_modules/x/index.js': waiting,
      'dist/a.js': waiting,
      '.cache/a.js': waiting,
      'src/a.test.js': waiting,
      'src/a.d.ts': 'export {};',
      'src/bundle.js': `${waiting}${'/* bundled */ '.repeat(400_000)}`,
      'src/app.js': `${waiting}var a="${'x'.repeat(6_000)}";\n`,
      'src/data.ts': 'a\0b',
      'src/broken.js': 'const a = (;\n',
    });
    expect(leftOut).toEqual({
      packages: ['node_modules/'],
      generated: ['dist/', 'src/app.js'],
      'tests and configuration': ['src/a.test.js'],
      declarations: ['src/a.d.ts'],
      'too large': ['src/bundle.js'],
      unparsable: ['src/broken.js', 'src/data.ts'],
    });
  });

  test('follows no link, so that a loop of them has an end', async () => {
    const root = folderWith({ 'src/a.js': waiting });
    symlinkSync('..', join(root, 'src', 'loop'));
    symlinkSync('/etc', join(root, 'outside'));
    const { findings, leftOut } = await scanFolder(root, 100);
    expect(findings).toHaveLength(1);
    expect(leftOut).toEqual([{ reason: 'links', count: 2, examples: ['outside', 'src/loop'] }]);
  });

  test.skipIf(process.getuid?.() === 0)('names what it may not read', async () => {
    const root = folderWith({ 'a.js': waiting, 'secret/b.js': waiting });
    chmodSync(join(root, 'a.js'), 0);
    chmodSync(join(root, 'secret'), 0);
    const { leftOut } = await scanFolder(root, 100);
    chmodSync(join(root, 'secret'), 0o755);
    expect(leftOut).toEqual([{ reason: 'unreadable', count: 2, examples: ['a.js', 'secret/'] }]);
  });
});

describe('a folder of a stranger', () => {
  test.each(['a b.js', `it's "quoted".js`, 'two\nlines.js', '-c.js', '--fix.js', '$(touch x).js', 'ä.js'])(
    'may have a file %j',
    async (name) => {
      const { findings } = await scanOf({ [name]: waiting });
      expect(findings.map(({ path }) => path)).toEqual([name]);
    },
  );

  test('has no say in what is loaded, run, looked for or left out', async () => {
    const root = folderWith({
      'src/a.js': waiting,
      '.oxlintrc.json': '{"jsPlugins":["./evil.js"],"rules":{"no-await-in-loop":"off"}}',
      'src/.oxlintrc.json': '{"jsPlugins":["../evil.js"]}',
      'oxlint.config.ts': 'import "./evil.js"; export default {};',
      '.eslintignore': 'src',
      '.gitignore': 'src',
      'evil.js': `import fs from 'node:fs'; fs.writeFileSync(new URL('ran', import.meta.url), '');`,
    });
    const { findings } = await scanFolder(root, 100);
    expect(findings).toHaveLength(1);
    expect(existsSync(join(root, 'ran'))).toBe(false);
  });
});

test.each([
  [(root: string) => join(root, 'nowhere'), 'there is no folder '],
  [(root: string) => join(root, 'a.js'), 'a.js is a file; name the folder that holds it.'],
])('what is no folder is refused with its name', async (path, sentence) => {
  await expect(scanFolder(path(folderWith({ 'a.js': waiting })), 100)).rejects.toThrow(sentence);
});
