import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTap } from '#sandbox/verify/test-reports/tap.ts';

const read = (text: string) => readTap(text).map(({ path, result }) => [path.join(' > '), result]);
const lines = (...all: readonly string[]) => all.join('\n');

describe('a TAP report', () => {
  it('of node:test has subtests before their suite', () => {
    const text = lines(
      'TAP version 13',
      '# a line that a test printed',
      '# Subtest: totals',
      '    # Subtest: adds',
      '    ok 1 - adds',
      '      ---',
      '      duration_ms: 0.57',
      '      ...',
      '    # Subtest: fails',
      '    not ok 2 - fails',
      '      ---',
      "      error: '1 == 2'",
      '      stack: |-',
      '        ok 3 - is no test',
      '      ...',
      '    ok 3 - later # SKIP not today',
      '    1..3',
      'not ok 1 - totals',
      'ok 2 - adds',
      '1..2',
      '# pass 2',
    );
    expect(read(text)).toEqual([
      ['totals > adds', 'passed'],
      ['totals > fails', 'failed'],
      ['totals > later', 'skipped'],
      ['adds', 'passed'],
    ]);
    expect(readTap(text)[1]?.message).toBe('1 == 2');
  });

  it('of AVA repeats each name in a comment', () => {
    const text = lines('TAP version 13', '# a › adds', 'ok 1 - a › adds', '1..1', '', '# tests 1');
    expect(read(text)).toEqual([['a › adds', 'passed']]);
  });

  it('of tape tells in a comment to which test an assertion belongs', () => {
    const text = lines(
      'TAP version 13',
      '# adds',
      'ok 1 should be equal',
      '# fails',
      'not ok 2 should be equal',
      '  ---',
      '    operator: equal',
      '  ...',
      '1..2',
    );
    expect(read(text)).toEqual([
      ['adds > should be equal', 'passed'],
      ['fails > should be equal', 'failed'],
    ]);
  });

  it('of tap may tell the parent first, in braces, and how long it took', () => {
    const text = lines(
      'TAP version 14',
      'ok 1 - test/a.js # time=3.2ms {',
      '    # Subtest: adds',
      '        ok 1 - should be equal',
      '        1..1',
      '    ok 1 - adds # time=1ms',
      '    1..1',
      '}',
      '1..1',
    );
    expect(read(text)).toEqual([['test/a.js > adds > should be equal', 'passed']]);
  });

  it('counts no failure that is marked as to do or is skipped, also below a parent', () => {
    const text = lines(
      '    not ok 1 - inner',
      '    1..1',
      'not ok 1 - some day # TODO',
      'ok 2 # skip',
      '1..2',
    );
    expect(read(text)).toEqual([
      ['some day > inner', 'skipped'],
      ['', 'skipped'],
    ]);
  });

  it('counts a parent that fails although its subtests pass', () => {
    expect(read(lines('    ok 1 - inner', '    1..1', 'not ok 1 - outer', '1..1'))).toEqual([
      ['outer > inner', 'passed'],
      ['outer', 'failed'],
    ]);
  });

  it('may have escaped signs in names', () => {
    expect(read('ok 1 - issue \\#7 \\\\ # SKIP\n1..1')).toEqual([['issue #7 \\', 'skipped']]);
  });

  it('fails if it was given up', () => {
    const tests = readTap(lines('1..3', 'ok 1 - a', 'Bail out! no database'));
    expect(tests.at(-1)).toMatchObject({ path: ['Bail out!'], result: 'failed', message: 'no database' });
  });

  it.each([
    ['has fewer tests than it planned', lines('1..3', 'ok 1 - a')],
    ['ends without a plan', 'TAP version 13\nok 1 - a'],
  ])('fails if it %s', (_, text) => {
    expect(read(text)).toEqual([
      ['a', 'passed'],
      ['(the plan)', 'failed'],
    ]);
  });

  it('may follow on another one', () => {
    const one = (name: string) => lines('TAP version 13', `ok 1 - ${name}`, '1..1');
    expect(read(`${one('a')}\n${one('b')}`)).toEqual([
      ['a', 'passed'],
      ['b', 'passed'],
    ]);
  });

  it('refuses too many tests, and tests that lie too deep', () => {
    expect(() => readTap('ok\n'.repeat(100_001))).toThrow('more than 100000 tests');
    expect(() => readTap(`${' '.repeat(500)}ok`)).toThrow('more than 100 deep');
  });

  it('is read in a time that grows with its length', { timeout: 10_000 }, () => {
    const tests = Array.from({ length: 40_000 }, (_, i) => `ok - ${i}\n  ---\n  duration_ms: 1\n  ...\n`);
    expect(readTap(`${tests.join('')}1..40000`)).toHaveLength(40_000);
  });

  it('is read or refused whatever it holds', () => {
    const piece = fc.oneof(
      fc.constantFrom('ok', 'not ok 1 -', '# Subtest: a', '1..2', '}', ' {', '---', '  ---', '  ...', '    '),
      fc.constantFrom('Bail out!', '# TODO', '# SKIP', 'TAP version 14', '\n', '\n', '\n', 'error: |-'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const tests = readTap(pieces.join(''));
        return tests.every(({ result }) => ['passed', 'failed', 'skipped'].includes(result));
      }),
      { numRuns: 1_000 },
    );
  });
});
