import { expect, it } from 'vitest';
import { countTests, resultsOf } from '#sandbox/verify/test-reports/test-results.ts';

const test = (file: string, path: string[], message = '') => ({
  file,
  path,
  result: message === '' ? ('passed' as const) : ('failed' as const),
  message,
});

it('tests are named without the folder of the run and without signs that steer a terminal', () => {
  const { results, messages } = resultsOf(
    [
      test('file:///box/a.ts', ['totals', 'adds\n  \u001b[31m red\u001b[0m \u0007'], 'at /box/src/a.ts:3'),
      test('/box/b.ts', ['']),
      test('', []),
    ],
    '/box',
  );
  expect([...results.keys()]).toEqual(['a.ts > totals > adds red', 'b.ts', '(a test without a name)']);
  expect([...messages]).toEqual([['a.ts > totals > adds red', 'at src/a.ts:3']]);
});

it('tests of one identity are counted', () => {
  const { results } = resultsOf([test('a', ['t']), test('a', ['t'], 'no'), test('b', ['t'])], '/box');
  expect(results.get('a > t')).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(countTests(results)).toEqual({ passed: 2, failed: 1, skipped: 0 });
});

it('a name is at most 1,000 characters long', () => {
  const [name = ''] = resultsOf([test('', ['x'.repeat(5_000)])], '/box').results.keys();
  expect(name).toHaveLength(1_000);
});
