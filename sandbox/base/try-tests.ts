import { type BaseCheck, type BaseReport, mostTestNames } from '#core/improvements/base/base-report.ts';
import type { Sandbox } from '../isolation/sandbox.ts';
import { runTests } from '../verify/run-tests.ts';
import type { Session } from '../verify/session.ts';
import { whyNoneRan } from '../verify/why-no-tests.ts';
import { compareRuns, describeSuite } from './compare-runs.ts';

interface Tested extends Pick<Session, 'log'> {
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
export async function tryTests({ tree, ...service }: Tested): Promise<Tried> {
  const began = performance.now();
  const first = await runTests(service, { tree, title: 'tests' });
  const seconds = (performance.now() - began) / 1_000;
  const second = await runTests(service, { tree, title: 'tests, again' });
  if (typeof first.results === 'string') return nothing(`On the base, ${first.results}`, seconds);
  if (typeof second.results === 'string') return nothing(`On the base, ${second.results}`, seconds);
  const suite = compareRuns(first.results, second.results);
  if (suite.ran === 0) return nothing(whyNoneRan(first.finished.output), seconds);
  return {
    found: { name: 'tests', result: 'works', detail: describeSuite(suite, first.finished.code), seconds },
    tests: {
      ran: suite.ran,
      failing: suite.failing.slice(0, mostTestNames),
      flaky: suite.flaky.slice(0, mostTestNames),
    },
  };
}

function nothing(detail: string, seconds: number): Tried {
  return {
    found: { name: 'tests', result: 'fails', detail: detail.slice(0, 4_000), seconds },
    tests: { ran: 0, failing: [], flaky: [] },
  };
}
