import { describe, expect, it } from 'vitest';
import { whyKilled, whyNoneRan, whyNoReport } from '#sandbox/verify/why-no-tests.ts';

const finished = (output: string, killed: string | null = null) => ({
  code: killed === null ? 1 : null,
  killed,
  output,
  out: '/out',
  root: '/box',
  seconds: 1,
  writes: { folders: [], files: [] },
});

describe('why a test command tells nothing', () => {
  it.each([
    ['echo "Error: no test specified" && exit 1\nError: no test specified', 'has no tests'],
    ['No tests found, exiting with code 1', 'it found no test'],
    ['No test files found, exiting with code 1', 'it found no test'],
    ["  ✘ Couldn't find any files to test", 'it found no test'],
    ["Error: Cannot find module '/box/dist/app.js'", '`commands.build`'],
    ["Error: Cannot find module '/box/node_modules/bcrypt/lib/binding/bcrypt_lib.node'", '`rebuild`'],
    ['/bin/sh: 1: jest: not found', 'there is no program `jest` here'],
    ['all is well', 'must write one there: JUnit XML, TAP'],
  ])('is told by what it printed: %s', (output, advice) => {
    const sentence = whyNoReport('npm test', finished(output));
    expect(sentence).toContain('`npm test` ended with code 1 and wrote no report');
    expect(sentence).toContain(advice);
  });

  it.each([
    ['Watch Usage\n › Press f to run only failed tests.', 'it waits for changes'],
    ['PASS  Waiting for file changes...\n press h to show help, press q to quit', 'it waits for changes'],
    ['Jest did not exit one second after the test run has completed.', '--forceExit'],
    ['still at it', 'raise it in `limits`'],
  ])('is told where it never ended, by what it printed: %s', (output, advice) => {
    const sentence = whyKilled('npm test', finished(output, 'killed: ran longer than 60 s'));
    expect(sentence).toContain('was killed: ran longer than 60 s; ');
    expect(sentence).toContain(advice);
  });

  it('is told that its setup failed, and not of limits', () => {
    const failed = 'not run: "setup" in ironclaw.json (`pg start`) ended with code 1: no';
    expect(whyKilled('npm test', finished('no', failed))).toBe(`\`npm test\` was ${failed}.`);
    const sentence = whyKilled('npm test', finished('sh: 1: pg: not found', failed));
    expect(sentence).toContain('; there is no program `pg` here');
  });

  it('is told where no test ran', () => {
    expect(whyNoneRan('0 passing')).toContain('name the files of the tests in `commands.test`');
  });
});
