import { join } from 'node:path';
import type { Finished } from '../isolation/sandbox.ts';
import type { TreeWrites } from '../isolation/tree-writes.ts';
import { lastOutput } from '../last-output.ts';
import { readFailureMessages, readJunit, type TestResults } from './junit.ts';
import { readOutput } from './read-output.ts';
import type { Session } from './session.ts';

export interface TestRun {
  readonly finished: Finished;
  /** The test results, or a sentence that says why there are none. */
  readonly results: TestResults | string;
  /** What the report says of the tests that failed. */
  readonly messages: ReadonlyMap<string, string>;
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

const largestReport = 32 * 1024 ** 2;

/** Runs the service's tests in a box, and reads their report. */
export async function runTests(
  { line, sandbox, log }: TestedService,
  { tree, title, writes, measuresCoverage = false }: TestedTree,
): Promise<TestRun> {
  const finished = await sandbox.run({
    tree,
    line,
    ...(writes ? { writes } : {}),
    environment: (out) => ({
      IRONCLAW_TEST_REPORT: reportFile(out),
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
  if (finished.killed !== null) return without(`\`${line}\` was ${finished.killed}.`);
  const xml = await readOutput(reportFile(finished.out), largestReport);
  if (xml === null) {
    return without(
      `\`${line}\` wrote no JUnit report to IRONCLAW_TEST_REPORT: ${lastOutput(finished.output)}`,
    );
  }
  try {
    return {
      results: readJunit(xml, finished.root),
      messages: readFailureMessages(xml, finished.root),
    };
  } catch (error) {
    return without(`the JUnit report cannot be read: ${(error as Error).message}`);
  }
}

const without = (results: string): Omit<TestRun, 'finished'> => ({ results, messages: new Map() });

function reportFile(out: string): string {
  return join(out, 'junit.xml');
}

export function coverageFolder(out: string): string {
  return join(out, 'coverage');
}
