import { majorOf, type TestRunner, without } from './test-runner.ts';

const unwanted = {
  flags: [
    '--watch -w --bail -b --coverage --no-coverage --disable-coverage --check-coverage --100',
    '--allow-incomplete-coverage --allow-empty-coverage --show-full-coverage --cov',
  ].flatMap((line) => line.split(' ')),
  valued: ['--reporter', '-R', '--coverage-report', '--output-file', '-o'],
};

/** The file that it can write lacks the plan from version 18 on; what it prints has one. */
export const tap: TestRunner = {
  name: 'tap',
  programs: ['tap'],
  extension: 'tap',
  withReport(run, tested) {
    const major = majorOf(tested, 'tap');
    const coverage = major !== null && major < 18 ? '--no-coverage' : '--disable-coverage';
    return `${without(unwanted, run)} ${coverage} --reporter=tap > "$IRONCLAW_TEST_REPORT"`;
  },
};
