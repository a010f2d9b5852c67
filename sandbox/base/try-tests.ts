import { type BaseCheck, type BaseReport, mostTestNames } from '#core/improvements/base/base-report.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import { count } from '../verify/gate-sequence.ts';
import type { TestResults } from '../verify/junit.ts';
import { runTests } from '../verify/run-tests.ts';
import type { Session } from '../verify/session.ts';

interface Suite extends Pick<Session, 'log'> {
  readonly line: string;
  readonly sandbox: Sandbox;
  readonly tree: string;
}

interface Tried {
  /** `seconds` of one run. */
  readonly found: BaseCheck;
  readonly tests: BaseReport['tests'];
}

/** Runs the tests twice, one run after the other: what passes once and fails once is flaky. */
export async function tryTests({ tree, ...suite }: Suite): Promise<Tried> {
  const began = performance.now();
  const first = await runTests(suite, { tree, title: 'tests' });
  const seconds = (performance.now() - began) / 1_000;
  const second = await runTests(suite, { tree, title: 'tests, again' });
  const obstacle = [first.results, second.results].find((results) => typeof results === 'string');
  if (obstacle !== undefined) return nothing(`On the base, ${obstacle}`, seconds);

  const runs = [first.results, second.results] as TestResults[];
  const names = [...new Set(runs.flatMap((results) => [...results.keys()]))];
  const resultsOf = (name: string) => runs.map((results) => results.get(name) ?? 'skipped');
  const ran = names.filter((name) => resultsOf(name).some((result) => result !== 'skipped'));
  if (ran.length === 0) return nothing('The service has no test that runs.', seconds);
  const failing = ran.filter((name) => resultsOf(name).every((result) => result === 'failed'));
  const flaky = ran.filter((name) => new Set(resultsOf(name)).size > 1);
  const detail = `${count(ran.length, 'test')} ran twice: ${failing.length} failing, ${flaky.length} flaky.`;
  return {
    found: { name: 'tests', result: 'works', detail, seconds },
    tests: {
      ran: ran.length,
      failing: failing.slice(0, mostTestNames),
      flaky: flaky.slice(0, mostTestNames),
    },
  };
}

function nothing(detail: string, seconds: number): Tried {
  return {
    found: { name: 'tests', result: 'fails', detail: detail.slice(0, 4_000), seconds },
    tests: { ran: 0, failing: [], flaky: [] },
  };
}
