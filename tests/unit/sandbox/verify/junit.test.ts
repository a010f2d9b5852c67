import { describe, expect, it } from 'vitest';
import { readJunit } from '#sandbox/verify/junit.ts';

describe('a JUnit report', () => {
  it('names each test by its suites and name, without the folder of the run', () => {
    const xml = `<?xml version="1.0"?><testsuites>
      <testcase name="/box/service/test/a.ts"/>
      <testsuite name="cart"><testsuite name="adds up">
        <testcase name="nothing"/><testcase name="a &lt;pie&gt;"><failure message="no"/></testcase>
        <testcase name="later"><skipped/></testcase><testcase name="torn"><error/></testcase>
      </testsuite></testsuite></testsuites>`;
    expect([...readJunit(xml, '/box/service')]).toEqual([
      ['cart > adds up > nothing', 'passed'],
      ['cart > adds up > a <pie>', 'failed'],
      ['cart > adds up > later', 'skipped'],
      ['cart > adds up > torn', 'failed'],
      ['test/a.ts', 'passed'],
    ]);
  });

  it('distinguishes two tests of the same name', () => {
    const xml =
      '<testsuite name="s"><testcase name="t"/><testcase name="t"><failure/></testcase></testsuite>';
    expect([...readJunit(xml, '/')]).toEqual([
      ['s > t', 'passed'],
      ['s > t (2)', 'failed'],
    ]);
  });

  it('that is truncated is refused', () => {
    expect(() => readJunit('<testsuites><testcase', '/')).toThrow();
  });
});
