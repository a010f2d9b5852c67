import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJunit } from '#sandbox/verify/test-reports/junit.ts';

const read = (xml: string) =>
  readJunit(xml).map(({ file, path, result }) => [[file, ...path].filter(Boolean).join(' > '), result]);
const messagesIn = (xml: string) => readJunit(xml).map(({ message }) => message);

describe('a JUnit report', () => {
  it('names each test by its suites and name', () => {
    const xml = `<?xml version="1.0"?><testsuites>
      <testcase name="test/a.ts"/>
      <testsuite name="cart"><testsuite name="adds up">
        <testcase name="nothing"/><testcase name="a &lt;pie&gt;"><failure message="no"/></testcase>
        <testcase name="later"><skipped/></testcase><testcase name="torn"><error/></testcase>
      </testsuite></testsuite></testsuites>`;
    expect(read(xml)).toEqual([
      ['test/a.ts', 'passed'],
      ['cart > adds up > nothing', 'passed'],
      ['cart > adds up > a <pie>', 'failed'],
      ['cart > adds up > later', 'skipped'],
      ['cart > adds up > torn', 'failed'],
    ]);
  });

  it('tells what a failed test says, in an attribute or as text', () => {
    const xml =
      '<testsuite name="s"><testcase name="t"/><testcase name="u"><failure message="3 &lt; 4">at a.ts</failure>' +
      '</testcase><testcase name="v"><error>torn &amp; <![CDATA[<gone>]]></error></testcase></testsuite>';
    expect(messagesIn(xml)).toEqual(['', '3 < 4', 'torn & <gone>']);
  });

  it.each([
    [
      "jest-junit's",
      '<testsuite name="totals" file="a.test.ts"><testcase classname="totals adds" name="totals adds" file="a.test.ts"/></testsuite>',
      'a.test.ts > totals > totals adds',
    ],
    [
      "vitest's",
      '<testsuite name="src/a.test.ts"><testcase classname="src/a.test.ts" name="totals &gt; adds"/></testsuite>',
      'src/a.test.ts > totals > adds',
    ],
    [
      "node:test's",
      '<testsuite name="totals"><testcase name="adds" classname="test" file="a.test.ts"/></testsuite>',
      'a.test.ts > totals > adds',
    ],
    [
      "mocha-junit-reporter's",
      '<testsuite name="Root Suite" file="a.js"/><testsuite name="totals" file="a.js"><testcase name="totals adds" classname="adds"/></testsuite>',
      'a.js > totals > adds > totals adds',
    ],
    [
      "pytest's",
      '<testsuite name="pytest"><testcase classname="tests.test_a" name="test_total"/></testsuite>',
      'pytest > tests.test_a > test_total',
    ],
    [
      "Playwright's",
      '<testsuite name="a.spec.ts"><testcase name="totals › adds" classname="a.spec.ts"/></testsuite>',
      'a.spec.ts > totals › adds',
    ],
  ])('may be of %s dialect', (_, suites, name) => {
    expect(read(`<testsuites>${suites}</testsuites>`)).toEqual([[name, 'passed']]);
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
    expect(read(`<testsuite name="s"><testcase name="t" status="${status}"/></testsuite>`)).toEqual([
      ['s > t', result],
    ]);
  });

  it('counts a suite that failed as a whole as a failed test', () => {
    expect(read('<testsuites><testsuite name="a.test.ts"><error/></testsuite></testsuites>')).toEqual([
      ['a.test.ts', 'failed'],
    ]);
  });

  it('may hold text that looks like elements', () => {
    const output = '<![CDATA[<testcase name="forged"/>]]><!-- <testcase name="hidden"/> -->';
    expect(
      read(
        `<testsuite name="s"><testcase name="t"><system-out>${output}</system-out></testcase></testsuite>`,
      ),
    ).toEqual([['s > t', 'passed']]);
  });

  it('may hold thousands of escaped characters and numbers of characters', () => {
    const cases = Array.from(
      { length: 2_000 },
      (_, i) => `<testcase name="${i} &#60;&#x26;&quot;&unknown;&#9999999;"/>`,
    );
    const tests = read(`<testsuites>${cases.join('')}</testsuites>`);
    expect(tests).toHaveLength(2_000);
    expect(tests[7]).toEqual(['7 <&"&unknown;&#9999999;', 'passed']);
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
    expect(() => readJunit(xml)).toThrow(/\w+ \w+ \w+/);
  });

  it('is read or refused whatever it holds', () => {
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
        try {
          const tests = readJunit(pieces.join(''));
          return tests.every(({ result }) => ['passed', 'failed', 'skipped'].includes(result));
        } catch (error) {
          return error instanceof Error && error.message !== '';
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
