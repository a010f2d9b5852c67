import type { TestRunner } from './test-runner.ts';

/** It prints TAP, whether its own program or Node runs the files. */
export const tape: TestRunner = {
  name: 'tape',
  programs: ['tape'],
  extension: 'tap',
  withReport: ({ program, args }) => `${[...program, ...args].join(' ')} > "$IRONCLAW_TEST_REPORT"`,
};
