import { describe, expect, it } from 'vitest';
import { readReport } from '#sandbox/verify/test-reports/read-report.ts';

const read = (value: unknown) => readReport(JSON.stringify(value));
const assertion = (title: string, status: string, failureMessages: string[] | null = null) => ({
  ancestorTitles: ['totals'],
  title,
  status,
  failureMessages,
});

describe('the JSON of jest and vitest', () => {
  it('names tests by file, suites and title', () => {
    const assertionResults = [
      assertion('adds', 'passed'),
      assertion('fails', 'failed', ['Error: 1 is not 2', 'at a.ts']),
      ...['pending', 'todo', 'skipped', 'disabled'].map((status) => assertion(status, status)),
    ];
    const tests = read({
      numFailedTests: 1,
      testResults: [{ name: '/box/a.test.ts', status: 'failed', assertionResults }],
    });
    expect(tests.map(({ result }) => result)).toEqual(['passed', 'failed', ...Array(4).fill('skipped')]);
    expect(tests[1]).toEqual({
      file: '/box/a.test.ts',
      path: ['totals', 'fails'],
      result: 'failed',
      message: 'Error: 1 is not 2',
    });
  });

  it.each([
    ['cannot be loaded', []],
    ['fails after its last test', [assertion('adds', 'passed')]],
  ])('counts a file that %s as a failed test', (_, assertionResults) => {
    const file = { name: 'a.test.ts', status: 'failed', message: 'no such module', assertionResults };
    expect(read({ testResults: [file] }).at(-1)).toEqual({
      file: 'a.test.ts',
      path: [],
      result: 'failed',
      message: 'no such module',
    });
  });
});

describe('the JSON of mocha', () => {
  it('names tests by file and full title', () => {
    const test = (fullTitle: string, err = {}) => ({ title: 'x', fullTitle, file: '/box/a.js', err });
    const tests = read({
      stats: {},
      tests: [],
      passes: [test('totals adds')],
      failures: [test('totals fails', { message: '1 is not 2', stack: '' })],
      pending: [test('totals later')],
    });
    const shared = { file: '/box/a.js', message: '' };
    expect(tests).toEqual([
      { ...shared, path: ['totals adds'], result: 'passed' },
      { ...shared, path: ['totals fails'], result: 'failed', message: '1 is not 2' },
      { ...shared, path: ['totals later'], result: 'skipped' },
    ]);
  });
});

describe('a report', () => {
  it.each([
    ['\uFEFF<testsuites><testcase name="t"/></testsuites>', 'JUnit XML after a byte order mark'],
    ['> shop@1.0.0 test\n> node t.js\n\nTAP version 13\nok 1 - t\n1..1', 'TAP after the lines of npm'],
    ['1..1\nok 1 - t', 'TAP without a version'],
  ])('is told apart by its content: %#', (text) => {
    expect(readReport(text)).toMatchObject([{ path: ['t'], result: 'passed' }]);
  });

  it.each([
    ['all is well', 'begins with "all is well"'],
    ['', 'begins with ""'],
    ['{"tests": 3}', 'neither the `testResults`'],
    ['{"testResults": [{"name": 3}]}', 'neither the `testResults`'],
    ['{"testResults": [', 'JSON'],
  ])('is refused with a sentence if it is none: %s', (text, reason) => {
    expect(() => readReport(text)).toThrow(reason);
  });
});
