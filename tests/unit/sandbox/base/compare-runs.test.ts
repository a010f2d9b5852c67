import { describe, expect, it } from 'vitest';
import { compareRuns, describeSuite } from '#sandbox/base/compare-runs.ts';

const counts = (passed: number, failed = 0, skipped = 0) => ({ passed, failed, skipped });
const suite = (first: Record<string, ReturnType<typeof counts>>, second = first) =>
  compareRuns(new Map(Object.entries(first)), new Map(Object.entries(second)));

describe('two runs of the same tests', () => {
  it('tell what always fails from what is flaky', () => {
    const first = { red: counts(0, 1), moody: counts(1), green: counts(1), skipped: counts(0, 0, 1) };
    const second = { ...first, moody: counts(0, 1), 'at random': counts(1) };
    expect(suite(first, second)).toEqual({ ran: 3, failing: ['red'], flaky: ['moody', 'at random'] });
  });

  it('count tests that share a name', () => {
    const first = { each: counts(2, 1) };
    expect(suite(first)).toEqual({ ran: 3, failing: ['each'], flaky: [] });
    expect(suite(first, { each: counts(3) }).flaky).toEqual(['each']);
  });

  it('are described by the tests that cannot speak against a fix', () => {
    const red = { a: counts(0, 1), b: counts(0, 1), c: counts(0, 1), d: counts(0, 1) };
    const sentence = describeSuite(suite({ ...red, moody: counts(1) }, { ...red, moody: counts(0, 1) }), 1);
    expect(sentence).toBe(
      '5 tests ran twice: 4 failing, 1 flaky. Failing with and without a fix: "a", "b", "c" and 1 more. ' +
        'Passing once and failing once, so they prove nothing: "moody".',
    );
  });

  it('are described by an exit code that no test explains', () => {
    expect(describeSuite(suite({ green: counts(1) }), 0)).toBe('1 test ran twice: 0 failing, 0 flaky.');
    expect(describeSuite(suite({ green: counts(1) }), 1)).toContain(
      'ended with code 1 although no test failed',
    );
  });
});
