import { join } from 'node:path';
import type { Finished } from '../../isolation/sandbox.ts';
import { lastOutput } from '../../last-output.ts';
import { compareTests, type TestComparison } from '../compare-tests.ts';
import { type Coverage, measureCoverage } from '../coverage.ts';
import { count, type GateResult } from '../gate-sequence.ts';
import { readJunit, type TestResults } from '../junit.ts';
import { readOutput } from '../read-output.ts';
import type { Session } from '../session.ts';

export interface TestEvidence {
  readonly tests: TestComparison | null;
  readonly coverage: Coverage | null;
}

const largestReport = 32 * 1024 ** 2;
const nothing: TestEvidence = { tests: null, coverage: null };

/** Do the same tests pass on the candidate as on the base? */
export async function judgeTests(session: Session): Promise<GateResult<TestEvidence>> {
  const [base, candidate] = await Promise.all([runTests(session, 'base'), runTests(session, 'candidate')]);
  if (typeof base.results === 'string') {
    return {
      result: 'failed',
      inconclusive: true,
      detail: `On the base, ${base.results}`,
      evidence: nothing,
    };
  }
  if (ranNone(base.results)) {
    const detail = 'The service has no test that runs; without tests no change of it can be proven.';
    return { result: 'failed', detail, evidence: nothing };
  }
  if (typeof candidate.results === 'string') {
    return { result: 'failed', detail: `On the candidate, ${candidate.results}`, evidence: nothing };
  }
  const tests = compareTests(base.results, candidate.results);
  const { finished } = candidate;
  const coverage = await measureCoverage(coverageFolder(finished.out), finished.root, session.changes);
  const failure = failureOf(tests) ?? silentFailure(base, candidate);
  const detail = failure ?? summaryOf(tests, coverage);
  return { result: failure === null ? 'passed' : 'failed', detail, evidence: { tests, coverage } };
}

interface TestRun {
  readonly finished: Finished;
  /** The test results, or a sentence that says why there are none. */
  readonly results: TestResults | string;
}

async function runTests(
  { job, sandbox: boxes, trees, log }: Session,
  side: 'base' | 'candidate',
): Promise<TestRun> {
  const line = job.manifest.commands.test;
  const finished = await boxes.run({
    tree: trees[side],
    line,
    environment: (out) => ({
      IRONCLAW_TEST_REPORT: reportFile(out),
      ...(side === 'candidate' ? { NODE_V8_COVERAGE: coverageFolder(out) } : {}),
    }),
  });
  log(`tests, ${side}`, finished.output);
  return { finished, results: await readResults(finished, line) };
}

async function readResults(finished: Finished, line: string): Promise<TestResults | string> {
  if (finished.killed !== null) return `\`${line}\` was ${finished.killed}.`;
  const xml = await readOutput(reportFile(finished.out), largestReport);
  if (xml === null) {
    return `\`${line}\` wrote no JUnit report to IRONCLAW_TEST_REPORT: ${lastOutput(finished.output)}`;
  }
  try {
    return readJunit(xml, finished.root);
  } catch (error) {
    return `the JUnit report cannot be read: ${(error as Error).message}`;
  }
}

function failureOf({ newlyFailing, missing }: TestComparison): string | null {
  if (newlyFailing.length > 0)
    return `${count(newlyFailing.length, 'test')} newly failing: ${named(newlyFailing)}.`;
  if (missing.length > 0)
    return `${count(missing.length, 'test')} did not run on both sides: ${named(missing)}.`;
  return null;
}

/** A test process may fail although no test failed, because of an error after the last test or a coverage threshold. */
function silentFailure(base: TestRun, candidate: TestRun): string | null {
  const { code, output } = candidate.finished;
  if (code === 0 || base.finished.code !== 0) return null;
  return `The test command ended with code ${code} without a failing test: ${lastOutput(output)}`;
}

function summaryOf({ ran, failingBefore }: TestComparison, coverage: Coverage | null): string {
  const before = failingBefore.length > 0 ? `, ${failingBefore.length} failing before already` : '';
  const lines =
    coverage === null
      ? ''
      : `; they execute ${coverage.executed} of ${count(coverage.changed, 'changed line')}`;
  return `${count(ran, 'test')} ran on both sides, 0 newly failing${before}${lines}.`;
}

function ranNone(results: TestResults): boolean {
  return [...results.values()].every((result) => result === 'skipped');
}

function named(tests: readonly string[]): string {
  const shown = tests.slice(0, 5).map((name) => `"${name}"`);
  return tests.length > shown.length ? `${shown.join(', ')} and others` : shown.join(', ');
}

function reportFile(out: string): string {
  return join(out, 'junit.xml');
}

function coverageFolder(out: string): string {
  return join(out, 'coverage');
}
