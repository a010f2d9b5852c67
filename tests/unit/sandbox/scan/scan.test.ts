import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ScanJob } from '#core/improvements/jobs.ts';
import { ServiceScan } from '#core/performance/findings/static-finding.ts';
import { scan } from '#sandbox/scan/scan.ts';
import { git, kioskText, makeRepository, temporaryFolder, totalsFile, writeFiles } from '../support/kiosk.ts';

function jobFor(repository: string, branch = 'main') {
  return {
    job: 'scan',
    repository,
    branch,
    sources: ['src/**'],
    directory: '.',
    install: false,
  } satisfies ScanJob;
}

describe('a scan', () => {
  it('reads the sources of the branch’s head, not of the work tree', async () => {
    const repository = makeRepository({
      'src/logo.bin': 'a\0b',
      'src/long.ts': '/'.repeat(200_000),
      'README.md': '#',
    });
    writeFiles(repository, { [totalsFile]: '// being edited\n', 'src/new.ts': 'export {};\n' });
    const folder = temporaryFolder();
    await scan(folder, jobFor(repository));
    const snapshot = JSON.parse(readFileSync(join(folder, 'out/snapshot.json'), 'utf8'));
    expect(snapshot.commit).toBe(git(repository, 'rev-parse', 'main'));
    expect(snapshot.files).toEqual([
      { path: 'src/server.ts', text: kioskText('src/server.ts') },
      { path: totalsFile, text: kioskText(totalsFile) },
    ]);
  });

  it('reads tests, code beside the sources and how imports are resolved, but nothing secret', async () => {
    const repository = makeRepository({
      'tsconfig.json': '{}',
      'packages/money/index.ts': 'export {};',
      'packages/money/package.json': '{}',
      'test/long.ts': '/'.repeat(200_000),
      'package-lock.json': '{}',
      '.env': 'TOKEN=1',
      'config/secrets.ts': 'export const token = 1;',
      'config/.env.ts': '',
      'dist/server.js': '',
      'public/app.min.js': '',
      'README.md': '#',
    });
    const snapshot = await scan(temporaryFolder(), jobFor(repository));
    expect(snapshot.context?.map(({ path }) => path)).toEqual([
      'packages/money/index.ts',
      'packages/money/package.json',
      'test/totals.check.ts',
      'tsconfig.json',
    ]);
  });

  it('reads the smallest files if not all of them fit', async () => {
    const large = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`lib/file-${i}.ts`, ' '.repeat(150_000 + i)]),
    );
    const snapshot = await scan(temporaryFolder(), jobFor(makeRepository({ ...large, 'z/small.ts': '1' })));
    const paths = snapshot.context?.map(({ path }) => path) ?? [];
    expect(paths).toContain('z/small.ts');
    expect(paths).toContain('lib/file-0.ts');
    expect(paths).not.toContain('lib/file-29.ts');
  });

  it('finds suspicious places in the whole tree, not only among the sources', async () => {
    const repository = makeRepository({
      'lib/load.js': 'export async function f(x) {\n  while (x) x = await g(x);\n}\n',
    });
    const folder = temporaryFolder();
    const { commit } = await scan(folder, jobFor(repository));
    const found = ServiceScan.parse(
      JSON.parse(readFileSync(join(folder, 'out/static-findings.json'), 'utf8')),
    );
    expect(found).toMatchObject({ commit, failures: [] });
    expect(found.findings).toContainEqual(
      expect.objectContaining({ path: 'lib/load.js', line: 2, rule: 'no-await-in-loop' }),
    );
  });

  it('archives the whole tree, including files that an attribute would omit', async () => {
    const repository = makeRepository({ '.gitattributes': 'test export-ignore\n*.ts text eol=crlf\n' });
    const folder = temporaryFolder();
    await scan(folder, jobFor(repository));
    const archive = join(folder, 'out/source.tar');
    const listed = execFileSync('tar', ['-tf', archive], { encoding: 'utf8' }).split('\n');
    expect(listed).toEqual(expect.arrayContaining(['ironclaw.json', 'test/totals.check.ts', totalsFile]));
    expect(execFileSync('tar', ['-xOf', archive, totalsFile], { encoding: 'utf8' })).toBe(
      kioskText(totalsFile),
    );
  });

  it.each([
    ['a folder that is not a repository', async () => jobFor(temporaryFolder()), 'is not a git repository'],
    [
      'a missing branch',
      async () => jobFor(makeRepository(), 'trunk'),
      'The repository has no branch "trunk".',
    ],
  ])('refuses %s with a clear message', async (_, make, sentence) => {
    await expect(scan(temporaryFolder(), await make())).rejects.toThrow(sentence);
  });
});
