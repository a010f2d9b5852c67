import { type TestRunner, without } from './test-runner.ts';

const unwanted = { flags: ['--fail-fast', '--stop-on-failure'], valued: ['--reporter'] };

/** It has no reporter that writes a file. */
export const jasmine: TestRunner = {
  name: 'jasmine',
  programs: ['jasmine', 'jasmine-ts'],
  extension: 'json',
  withReport: (run) => `${without(unwanted, run)} --reporter="$IRONCLAW_REPORTERS/jasmine.cjs"`,
};
