import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTests } from '#sandbox/verify/compare-tests.ts';
import { readFailureMessages, readJunit } from '#sandbox/verify/junit.ts';

const read = (xml: string) => Object.fromEntries(readJunit(xml, '/box/service'));

describe('a JUnit report', () => {
  it('names each test by its suites and name, without the folder of the run', () => {
    const xml = `<?xml version="1.0"?><testsuites>
      <testcase name="/box/service/test/a.ts"/>
      <testsuite name="cart"><testsuite name="adds up">
        <testcase name="nothing"/><testcase name="a &lt;pie&gt;"><failure message="no"/></testcase>
        <testcase name="later"><skipped/></testcase><testcase name="torn"><error/></testcase>
      </testsuite></testsuite></testsuites>`;
    expect(read(xml)).toEqual({
      'test/a.ts': 'passed',
      'cart > adds up > nothing': 'passed',
      'cart > adds up > a <pie>': 'failed',
      'cart > adds up > later': 'skipped',
      'cart > adds up > torn': 'failed',
    });
  });

  it('tells what a failed test says, without the folder of the run', () => {
    const xml =
      '<testsuite name="s"><testcase name="t"/><testcase name="t"><failure message="3 &lt; 4 in /box/service/a.ts"/>' +
      '</testcase><testcase name="u"><error/></testcase></testsuite>';
    expect([...readFailureMessages(xml, '/box/service')]).toEqual([['s > t (2)', '3 < 4 in a.ts']]);
  });

  it('may have two tests of one name, in one place', () => {
    const xml =
      '<testsuite name="s"><testcase name="t"/><testcase name="t (2)"/><testcase name="t"><failure/></testcase></testsuite>';
    expect(read(xml)).toEqual({ 's > t': 'passed', 's > t (2)': 'passed', 's > t (3)': 'failed' });
  });

  it.each([
    ['notrun', 'skipped'],
    ['skipped', 'skipped'],
    ['disabled', 'skipped'],
    ['Pending', 'skipped'],
    ['failed', 'failed'],
    ['error', 'failed'],
    ['run', 'passed'],
    ['constructor', 'passed'],
  ])('may say by the status "%s" alone that a test was %s', (status, result) => {
    expect(read(`<testsuite name="s"><testcase name="t" status="${status}"/></testsuite>`)).toEqual({
      's > t': result,
    });
  });

  it('counts a suite that failed as a whole as a failed test', () => {
    expect(read('<testsuites><testsuite name="a.test.ts"><error/></testsuite></testsuites>')).toEqual({
      'a.test.ts': 'failed',
    });
  });

  it('may hold text that looks like elements', () => {
    const output = '<![CDATA[<testcase name="forged"/>]]><!-- <testcase name="hidden"/> -->';
    expect(
      read(
        `<testsuite name="s"><testcase name="t"><system-out>${output}</system-out></testcase></testsuite>`,
      ),
    ).toEqual({ 's > t': 'passed' });
  });

  it('may hold thousands of escaped characters and numbers of characters', () => {
    const cases = Array.from(
      { length: 2_000 },
      (_, i) => `<testcase name="${i} &#60;&#x26;&quot;&unknown;&#9999999;"/>`,
    );
    const results = readJunit(`<testsuites>${cases.join('')}</testsuites>`, '/');
    expect(results.size).toBe(2_000);
    expect(results.get('7 <&"&unknown;&#9999999;')).toBe('passed');
  });

  it.each([
    ['is truncated', '<testsuites><testcase'],
    ['leaves an element open', '<testsuites><testsuite>'],
    [
      'holds an element that is not escaped',
      '<testcase name="a"><failure>Server.<anonymous></failure></testcase>',
    ],
    ['defines entities', '<!DOCTYPE x [<!ENTITY a "aaaa">]><testsuites/>'],
    ['is nested without end', '<testsuite>'.repeat(100_000)],
    ['is no XML', 'all is well'],
    ['is empty', ''],
    ['has too many tests', `<testsuites>${'<testcase name="t"/>'.repeat(100_001)}</testsuites>`],
  ])('that %s is refused with a sentence', (_, xml) => {
    expect(() => readJunit(xml, '/')).toThrow(/\w+ \w+ \w+/);
  });

  it('is read or refused whatever it holds, and has only names of its own', () => {
    const name = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 't', ''), fc.string());
    const piece = fc.oneof(
      fc.constantFrom('<testsuites>', '</testsuites>', '<testsuite name="s">', '</testsuite>', '</testcase>'),
      fc.constantFrom(
        '<failure>',
        '</failure>',
        '<skipped/>',
        '<!--',
        '-->',
        '<![CDATA[',
        ']]>',
        '<?',
        '&#0;',
        '"',
      ),
      name.map((text) => `<testcase name="${text}"/>`),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        let results: ReadonlyMap<string, string>;
        try {
          results = readJunit(pieces.join(''), '/box');
        } catch (error) {
          return error instanceof Error && error.message !== '';
        }
        return [...results].every(
          ([key, value]) => typeof key === 'string' && ['passed', 'failed', 'skipped'].includes(value),
        );
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('two reports in another order', () => {
  const suite = (test: string) => `<testsuite name="totals">${test}</testsuite>`;
  const forms = {
    'by file': (place: string, inner: string) =>
      suite(`<testcase file="/box/${place}.ts" name="adds">${inner}</testcase>`),
    'by class': (place: string, inner: string) =>
      suite(`<testcase classname="${place}" name="adds">${inner}</testcase>`),
    "by the suite's file": (place: string, inner: string) =>
      `<testsuite name="totals" file="${place}.ts"><testcase name="adds">${inner}</testcase></testsuite>`,
  };
  const failure = '<failure/>';
  const read = (all: readonly string[]) => readJunit(`<testsuites>${all.join('')}</testsuites>`, '/box');
  const compare = (base: readonly string[], candidate: readonly string[], flaky?: readonly string[]) =>
    compareTests(read(base), read(candidate), flaky);

  it.each(Object.entries(forms))('are the same where tests of one name differ %s', (_, test) => {
    const [prices, stock] = [test('prices', failure), test('stock', '')];
    expect(compare([prices, stock], [stock, prices])).toMatchObject({ newlyFailing: [], missing: [] });
  });

  it.each(Object.entries(forms))('show a test that is newly failing where they differ %s', (_, test) => {
    const base = [test('prices', failure), test('stock', '')];
    const candidate = [test('stock', failure), test('prices', '')];
    expect(compare(base, candidate).newlyFailing).toEqual([expect.stringContaining('stock')]);
  });

  it.each(Object.entries(forms))(
    'do not count as newly failing if they are flaky on the base %s',
    (_, test) => {
      const failing = [test('prices', failure), test('stock', failure)];
      const [, name = ''] = read(failing).keys();
      const { newlyFailing } = compare([test('prices', ''), test('stock', '')], failing, [name]);
      expect(newlyFailing).toEqual([expect.stringContaining('prices')]);
    },
  );
});
