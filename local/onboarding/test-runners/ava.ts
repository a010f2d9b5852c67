import { type TestRunner, without } from './test-runner.ts';

const unwanted = { flags: ['--watch', '-w', '--tap', '-t', '--fail-fast', '--verbose', '-v'], valued: [] };

export const ava: TestRunner = {
  name: 'ava',
  programs: ['ava'],
  extension: 'tap',
  withReport: (run) => `${without(unwanted, run)} --tap > "$IRONCLAW_TEST_REPORT"`,
};
