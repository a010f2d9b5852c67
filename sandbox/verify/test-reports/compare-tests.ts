import { noResults, type ResultCounts, type TestResults } from './test-results.ts';

export interface TestComparison {
  /** Tests that ran on the candidate and were not skipped. */
  readonly ran: number;
  readonly failingBefore: readonly string[];
  readonly newlyFailing: readonly string[];
  /** Tests that ran on one side only, base or candidate. */
  readonly missing: readonly string[];
}

/**
 * Compares the candidate's test results with the base's. A test that already failed on the base does not count against the
 * candidate, nor does one of which it is known that it sometimes fails or does not run there. Of tests that share an
 * identity, as many must run, and no more may fail.
 */
export function compareTests(
  base: TestResults,
  candidate: TestResults,
  flaky: readonly string[] = [],
): TestComparison {
  const failed = (results: TestResults, name: string) => (results.get(name) ?? noResults).failed;
  const ran = (results: TestResults, name: string) => ranOf(results.get(name) ?? noResults);
  const excused = new Set(flaky);
  const names = [...new Set([...base.keys(), ...candidate.keys()])];
  const judged = names.filter((name) => !excused.has(name));
  return {
    ran: [...candidate.values()].reduce((sum, counts) => sum + ranOf(counts), 0),
    failingBefore: names.filter((name) => failed(base, name) > 0),
    newlyFailing: judged.filter((name) => failed(candidate, name) > failed(base, name)),
    missing: judged.filter((name) => ran(candidate, name) !== ran(base, name)),
  };
}

const ranOf = ({ passed, failed }: ResultCounts): number => passed + failed;

const mostListed = 100;

/** The comparison with lists of at most 100 names: a report of a hundred thousand tests must still fit into a record. */
export function shortened({ ran, failingBefore, newlyFailing, missing }: TestComparison): TestComparison {
  return {
    ran,
    failingBefore: failingBefore.slice(0, mostListed),
    newlyFailing: newlyFailing.slice(0, mostListed),
    missing: missing.slice(0, mostListed),
  };
}
