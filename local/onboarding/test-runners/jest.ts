import { type TestRunner, without } from './test-runner.ts';

const unwanted = {
  flags: [
    '--watch --watchAll --onlyChanged -o --lastCommit --notify --bail -b --coverage',
    '--collectCoverage --json --ci --forceExit',
  ].flatMap((line) => line.split(' ')),
  valued: ['--changedSince', '--coverageReporters', '--coverageDirectory', '--outputFile', '--reporters'],
};

/** What is left open after the last test would keep it from ending. */
const ours = '--ci --watchAll=false --coverage=false --bail=0 --forceExit --json';

export const jest: TestRunner = {
  name: 'jest',
  programs: ['jest', 'jest-cli'],
  extension: 'json',
  withReport: (run) => `${without(unwanted, run)} ${ours} --outputFile="$IRONCLAW_TEST_REPORT"`,
};
