import { lastOutput } from '../../last-output.ts';
import { type ConsoleCounts, countsIn } from '../console-counts.ts';
import { type Coverage, measureCoverage } from '../coverage.ts';
import { count, type GateResult } from '../gate-sequence.ts';
import { coverageFolder, runTests, type TestRun } from '../run-tests.ts';
import type { Session } from '../session.ts';
import { compareTests, shortened, type TestComparison } from '../test-reports/compare-tests.ts';
import { countTests, type TestResults } from '../test-reports/test-results.ts';
import { whyNoneRan } from '../why-no-tests.ts';

export interface TestEvidence {
  readonly tests: TestComparison | null;
  readonly coverage: Coverage | null;
}

const nothing: TestEvidence = { tests: null, coverage: null };

/**
 * Do the same tests pass on the candidate as on the base? The base runs first and may write anywhere in its copy. The
 * candidate runs in a tree that is read-only but for what the base wrote: it cannot edit the tests that are still to
 * run, nor the runner, the assertion library or their configuration.
 */
export async function judgeTests(session: Session): Promise<GateResult<TestEvidence>> {
  const { trees, sandbox, log, job } = session;
  const service = { line: job.manifest.commands.test, sandbox, log };
  const base = await session.baseTests();
  if (typeof base.results === 'string') {
    return {
      result: 'failed',
      inconclusive: true,
      detail: `On the base, ${base.results}`,
      evidence: nothing,
    };
  }
  if (ranNone(base.results)) {
    return { result: 'failed', detail: whyNoneRan(base.finished.output), evidence: nothing };
  }
  const candidate = await runTests(service, {
    tree: trees.candidate,
    title: 'tests, candidate',
    writes: base.finished.writes,
    measuresCoverage: true,
  });
  if (typeof candidate.results === 'string') {
    return { result: 'failed', detail: `On the candidate, ${candidate.results}`, evidence: nothing };
  }
  const tests = compareTests(base.results, candidate.results, job.flakyTests);
  const { finished } = candidate;
  const coverage = await measureCoverage(coverageFolder(finished.out), finished.root, session.changes);
  const failure =
    failureOf(tests, candidate.messages) ??
    silentFailure(base, candidate, job.flakyTests) ??
    contradiction(base, candidate);
  const detail = failure ?? summaryOf(tests, coverage);
  const evidence = { tests: shortened(tests), coverage };
  return { result: failure === null ? 'passed' : 'failed', detail, evidence };
}

function failureOf({ newlyFailing, missing }: TestComparison, messages: TestRun['messages']): string | null {
  if (newlyFailing.length > 0) {
    const [first = ''] = newlyFailing;
    const why = messages.has(first) ? ` The first one says: ${messages.get(first)}` : '';
    return `${count(newlyFailing.length, 'test')} newly failing: ${named(newlyFailing)}.${why}`;
  }
  if (missing.length > 0)
    return `${count(missing.length, 'test')} did not run on both sides: ${named(missing)}.`;
  return null;
}

/** A test process may fail although no test failed, because of an error after the last test or a coverage threshold. */
function silentFailure(base: TestRun, candidate: TestRun, flaky: readonly string[]): string | null {
  const { code, output } = candidate.finished;
  if (code === 0 || base.finished.code !== 0 || hasFailed(candidate, flaky)) return null;
  return `The test command ended with code ${code} without a failing test: ${lastOutput(output)}`;
}

function hasFailed({ results }: TestRun, names: readonly string[]): boolean {
  return typeof results !== 'string' && names.some((name) => (results.get(name)?.failed ?? 0) > 0);
}

/**
 * The candidate's code runs in the process that writes the report, and could write another one. The exit code and the
 * runner's own summary come by other ways: where they agree with the report on the base, they must on the candidate.
 */
function contradiction(base: TestRun, candidate: TestRun): string | null {
  const [before, after] = [countsOf(base.results), countsOf(candidate.results)];
  if (before.failed > 0 && after.failed > 0 && base.finished.code !== 0 && candidate.finished.code === 0)
    return `The report names ${count(after.failed, 'failing test')}, and the test command ended with code 0.`;
  const printed = countsIn(candidate.finished.output);
  if (!agree(countsIn(base.finished.output), before) || agree(printed, after)) return null;
  const found = printed === null ? 'nothing' : `${printed.passed} passed, ${printed.failed} failed`;
  return `The report has ${after.passed} passed and ${after.failed} failed tests; the runner printed ${found}.`;
}

const countsOf = (results: TestResults | string): ConsoleCounts =>
  countTests(typeof results === 'string' ? new Map() : results);

function agree(printed: ConsoleCounts | null, { passed, failed }: ConsoleCounts): boolean {
  return printed?.passed === passed && printed.failed === failed;
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
  const { passed, failed } = countTests(results);
  return passed + failed === 0;
}

function named(tests: readonly string[]): string {
  const shown = tests.slice(0, 5).map((name) => `"${name.slice(0, 300)}"`);
  return tests.length > shown.length ? `${shown.join(', ')} and others` : shown.join(', ');
}
