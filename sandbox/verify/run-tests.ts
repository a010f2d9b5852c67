import { join } from 'node:path';
import type { Finished, Sandbox } from '../isolation/sandbox.ts';
import type { TreeWrites } from '../isolation/tree-writes.ts';
import type { Session } from './session.ts';
import { readReports } from './test-reports/read-reports.ts';
import { type FailureMessages, resultsOf, type TestResults } from './test-reports/test-results.ts';
import { whyKilled, whyNoReport } from './why-no-tests.ts';

export interface TestRun {
  readonly finished: Finished;
  /** The test results, or a sentence that says why there are none. */
  readonly results: TestResults | string;
  /** What the report says of the tests that failed. */
  readonly messages: FailureMessages;
}

interface TestedTree {
  readonly tree: string;
  /** Names the run in the log. */
  readonly title: string;
  /** What of the tree the tests may write to; by default, everything. */
  readonly writes?: TreeWrites;
  readonly measuresCoverage?: boolean;
}

interface TestedService extends Pick<Session, 'sandbox' | 'log'> {
  /** The test command. */
  readonly line: string;
}

/** Runs the service's tests in a box, and reads their report. */
export async function runTests(
  { line, sandbox, log }: TestedService,
  { tree, title, writes, measuresCoverage = false }: TestedTree,
): Promise<TestRun> {
  const finished = await sandbox.run({
    tree,
    line,
    isSetUp: true,
    ...(writes ? { writes } : {}),
    environment: (out) => ({
      ...reportVariables(out, sandbox),
      ...(measuresCoverage ? { NODE_V8_COVERAGE: coverageFolder(out) } : {}),
    }),
  });
  log(title, finished.output);
  return { finished, ...(await readResults(finished, line)) };
}

/** Runs the tests of the base when they are first asked for, and only then. */
export function testsOfBase(service: TestedService, tree: string): () => Promise<TestRun> {
  let run: Promise<TestRun> | undefined;
  return () => {
    run ??= runTests(service, { tree, title: 'tests, base' });
    return run;
  };
}

async function readResults(finished: Finished, line: string): Promise<Omit<TestRun, 'finished'>> {
  if (finished.killed !== null) return without(whyKilled(line, finished));
  try {
    const tests = await readReports(reportPath(finished.out));
    return tests === null ? without(whyNoReport(line, finished)) : resultsOf(tests, finished.root);
  } catch (error) {
    return without(`the test report cannot be read: ${(error as Error).message}.`);
  }
}

const without = (results: string): Omit<TestRun, 'finished'> => ({ results, messages: new Map() });

const reportPath = (out: string): string => join(out, 'test-report');

/** Variables that tell a test command where to write its report, and where our reporters are. */
export const reportVariables = (
  out: string,
  { programs }: Pick<Sandbox, 'programs'>,
): Record<string, string> => ({
  IRONCLAW_TEST_REPORT: reportPath(out),
  IRONCLAW_REPORTERS: programs.reporters,
});

export function coverageFolder(out: string): string {
  return join(out, 'coverage');
}
