import { helpForOutput } from '#core/service/help-for-output.ts';
import type { Finished } from '../isolation/sandbox.ts';
import { lastOutput } from '../last-output.ts';

interface Symptom {
  readonly seenIn: RegExp;
  /** What to do, with the key of the manifest. */
  readonly advice: string;
}

/** Of runners of tests alone; the first that the output shows is the cause. */
const symptoms: readonly Symptom[] = [
  {
    seenIn: /no test specified/i,
    advice: 'its package has no tests: name a line in `commands.test` that runs some',
  },
  {
    seenIn: /no tests? (?:suite )?(?:files? )?(?:was |were )?found|couldn't find any files to test/i,
    advice: 'it found no test: name the files of the tests in `commands.test`',
  },
  {
    seenIn: /watch usage|wait(?:ing)? for file changes|press .{1,20}to quit|\[mocha\] waiting for changes/i,
    advice:
      'it waits for changes of files: let `commands.test` run once, such as `vitest run` or `jest --watchAll=false`',
  },
  {
    seenIn: /did not exit one second after the test run/i,
    advice: 'its tests end, but leave something open: add `--forceExit` to `commands.test`',
  },
];

const adviceIn = (output: string): string | null =>
  symptoms.find(({ seenIn }) => seenIn.test(output))?.advice ?? helpForOutput(output);

/** Why a test command that was killed, or that a failed setup kept from running, says nothing, and what would help, in one sentence. */
export function whyKilled(line: string, { killed, output }: Finished): string {
  const isOfLimits = killed?.startsWith('killed') ?? false;
  const advice = isOfLimits
    ? (adviceIn(output) ?? 'where that is too little for its tests, raise it in `limits`')
    : helpForOutput(output);
  return `\`${line}\` was ${killed}${advice === null ? '' : `; ${advice}`}.`;
}

/** Why a test command left no report, and what would help, in one sentence. */
export function whyNoReport(line: string, { code, output }: Finished): string {
  const advice =
    adviceIn(output) ??
    '`commands.test` must write one there: JUnit XML, TAP, or the JSON of jest, vitest or mocha';
  return `\`${line}\` ended with code ${code} and wrote no report to IRONCLAW_TEST_REPORT; ${advice}. It printed: ${lastOutput(output)}`;
}

/** What is said where the report has no test that ran. */
export function whyNoneRan(output: string): string {
  const advice = adviceIn(output) ?? 'name the files of the tests in `commands.test`';
  return `The service has no test that runs, and without tests no change of it can be proven; ${advice}.`;
}
