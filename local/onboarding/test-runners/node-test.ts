import { type TestRunner, without } from './test-runner.ts';

const unwanted = {
  flags: [
    '--watch --experimental-test-coverage --test-coverage-branches --test-coverage-functions',
    '--test-coverage-lines --test-coverage-include --test-coverage-exclude',
  ].flatMap((line) => line.split(' ')),
  valued: ['--test-reporter', '--test-reporter-destination'],
};

const reporters = [
  '--test-reporter=spec --test-reporter-destination=stdout',
  '--test-reporter="$IRONCLAW_REPORTERS/node-test.cjs" --test-reporter-destination="$IRONCLAW_TEST_REPORT"',
];

/** Its own reports do not say before Node 24 in which file a test is. */
export const nodeTest: TestRunner = {
  name: 'node:test',
  programs: ['node', 'tsx'],
  extension: 'json',
  withReport: ({ program, args }) => without(unwanted, { program: [...program, ...reporters], args }),
};
