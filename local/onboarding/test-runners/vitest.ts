import { type TestRunner, without } from './test-runner.ts';

const unwanted = {
  flags: [
    '--watch',
    '-w',
    '--run',
    '--ui',
    '--open',
    '--bail',
    '--changed',
    '--coverage',
    '--coverage.enabled',
  ],
  valued: ['--reporter', '--reporters', '--outputFile', '--outputFile.json', '--outputFile.junit'],
};
const modes = ['run', 'watch', 'dev'];
const ours = '--coverage.enabled=false --bail=0 --reporter=default --reporter=json';

export const vitest: TestRunner = {
  name: 'vitest',
  programs: ['vitest'],
  extension: 'json',
  withReport({ program, args: [mode = '', ...rest] }) {
    const args = mode === '' || modes.includes(mode) ? rest : [mode, ...rest];
    const run = without(unwanted, { program: [...program, 'run'], args });
    return `${run} ${ours} --outputFile.json="$IRONCLAW_TEST_REPORT"`;
  },
};
