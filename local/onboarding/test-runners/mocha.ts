import { type TestRunner, without } from './test-runner.ts';

const unwanted = {
  flags: ['--watch', '-w', '--bail', '-b', '--exit'],
  valued: ['--reporter', '-R', '--reporter-option', '--reporter-options', '-O', '--watch-files'],
};

/** Its own reporters either print or write a file; ours does both, so that the one can be held against the other. */
export const mocha: TestRunner = {
  name: 'mocha',
  programs: ['mocha', '_mocha', 'ts-mocha'],
  extension: 'json',
  withReport: (run) =>
    `${without(unwanted, run)} --no-bail --exit --reporter "$IRONCLAW_REPORTERS/mocha.cjs"`,
};
