import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countsIn } from '#sandbox/verify/console-counts.ts';

describe('the summary of a test runner', () => {
  it.each([
    ['node:test', '✔ adds (5.7ms)\nℹ tests 5\nℹ suites 0\nℹ pass 3\nℹ fail 2\nℹ skipped 0\n'],
    ['node:test as TAP', 'ok 1 - adds\n# tests 5\n# pass 3\n# fail 2\n'],
    ['Mocha', '  cart\n    ✔ adds\n\n  3 passing (12ms)\n  1 pending\n  2 failing\n'],
    ['AVA', '  ✔ adds\n  ─\n\n  2 tests failed\n  3 tests passed\n'],
    ['Vitest', ' Test Files  1 failed (1)\n      Tests  2 failed | 3 passed | 1 skipped (6)\n'],
    ['Jest', 'Test Suites: 1 failed, 1 total\nTests:       2 failed, 1 skipped, 3 passed, 6 total\n'],
  ])('is read as %s prints it', (_, output) => {
    expect(countsIn(output)).toEqual({ passed: 3, failed: 2 });
    const colored = output.replaceAll(
      /\d+ ?\w*/g,
      (found) => `\u001B[1m\u001B[32m${found}\u001B[39m\u001B[22m`,
    );
    expect(countsIn(colored)).toEqual({ passed: 3, failed: 2 });
  });

  it('is 0 where a runner leaves out a count', () => {
    expect(countsIn('Tests: 4 passed, 4 total\n')).toEqual({ passed: 4, failed: 0 });
  });

  it('is nothing in any other output', () => {
    expect(countsIn('3 of 4 orders passed on\n')).toBeNull();
    fc.assert(fc.property(fc.string(), (text) => countsIn(text.replaceAll(/\d/g, '')) === null));
  });
});
