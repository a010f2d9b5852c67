import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTests } from '#sandbox/verify/test-reports/compare-tests.ts';
import { readReport } from '#sandbox/verify/test-reports/read-report.ts';
import type { ReportedTest } from '#sandbox/verify/test-reports/reported-test.ts';
import { resultsOf } from '#sandbox/verify/test-reports/test-results.ts';

const failure = '<failure/>';
const forms = {
  'by file': (place: string, inner: string) =>
    `<testsuite name="totals"><testcase file="/box/${place}.ts" name="adds">${inner}</testcase></testsuite>`,
  'by class': (place: string, inner: string) =>
    `<testsuite name="totals"><testcase classname="${place}" name="adds">${inner}</testcase></testsuite>`,
  "by the suite's file": (place: string, inner: string) =>
    `<testsuite name="totals" file="${place}.ts"><testcase name="adds">${inner}</testcase></testsuite>`,
};
const read = (all: readonly string[]) =>
  resultsOf(readReport(`<testsuites>${all.join('')}</testsuites>`), '/box').results;

describe.each(Object.entries(forms))('two reports in another order, whose tests differ %s', (_, test) => {
  it('are the same where nothing changed', () => {
    const [prices, stock] = [test('prices', failure), test('stock', '')];
    const comparison = compareTests(read([prices, stock]), read([stock, prices]));
    expect(comparison).toMatchObject({ newlyFailing: [], missing: [] });
  });

  it('show a test that is newly failing', () => {
    const base = read([test('prices', failure), test('stock', '')]);
    const candidate = read([test('stock', failure), test('prices', '')]);
    expect(compareTests(base, candidate).newlyFailing).toEqual([expect.stringContaining('stock')]);
  });

  it('excuse what is flaky on the base', () => {
    const failing = read([test('prices', failure), test('stock', failure)]);
    const [, flaky = ''] = failing.keys();
    const { newlyFailing } = compareTests(read([test('prices', ''), test('stock', '')]), failing, [flaky]);
    expect(newlyFailing).toEqual([expect.stringContaining('prices')]);
  });
});

const Test: fc.Arbitrary<ReportedTest> = fc.record({
  file: fc.constantFrom('', 'a.ts', '/box/b.ts'),
  path: fc.array(fc.constantFrom('totals', 'adds', '__proto__', 'constructor'), {
    minLength: 1,
    maxLength: 3,
  }),
  result: fc.constantFrom('passed', 'failed', 'skipped'),
  message: fc.constant(''),
});
const resultsIn = (tests: readonly ReportedTest[]) => resultsOf(tests, '/box').results;

describe('tests that share file, suites and name', () => {
  it('give no difference in any order', () => {
    fc.assert(
      fc.property(fc.array(Test), fc.infiniteStream(fc.nat()), (tests, ranks) => {
        const shuffled = tests
          .map((test) => ({ test, rank: ranks.next().value }))
          .sort((one, other) => one.rank - other.rank)
          .map(({ test }) => test);
        const { newlyFailing, missing } = compareTests(resultsIn(tests), resultsIn(shuffled));
        expect([...newlyFailing, ...missing]).toEqual([]);
      }),
    );
  });

  it('show that one more fails, whichever it is', () => {
    fc.assert(
      fc.property(fc.array(Test, { minLength: 1 }), fc.nat(), (tests, seed) => {
        const index = seed % tests.length;
        const broken = tests.map((test, i) => (i === index ? { ...test, result: 'failed' as const } : test));
        const { newlyFailing } = compareTests(resultsIn(tests), resultsIn(broken));
        expect(newlyFailing).toHaveLength(tests[index]?.result === 'failed' ? 0 : 1);
      }),
    );
  });

  it('show that one of them did not run', () => {
    const test: ReportedTest = { file: 'a.ts', path: ['adds'], result: 'passed', message: '' };
    const comparison = compareTests(resultsIn([test, test, test]), resultsIn([test, test]));
    expect(comparison).toEqual({ ran: 2, failingBefore: [], newlyFailing: [], missing: ['a.ts > adds'] });
  });
});
