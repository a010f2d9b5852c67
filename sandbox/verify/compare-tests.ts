import type { TestResults } from './junit.ts';

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
 * candidate, nor does one of which it is known that it fails there from time to time.
 */
export function compareTests(
  base: TestResults,
  candidate: TestResults,
  flaky: readonly string[] = [],
): TestComparison {
  const mayFail = new Set(flaky);
  const ranBefore = namesThatRan(base);
  const ranAfter = namesThatRan(candidate);
  const failingBefore = ranBefore.filter((name) => base.get(name) === 'failed');
  const failingAfter = ranAfter.filter((name) => candidate.get(name) === 'failed');
  return {
    ran: ranAfter.length,
    failingBefore,
    newlyFailing: failingAfter.filter((name) => base.get(name) !== 'failed' && !mayFail.has(name)),
    missing: [...without(ranBefore, ranAfter), ...without(ranAfter, ranBefore)],
  };
}

function namesThatRan(results: TestResults): string[] {
  return [...results].filter(([, result]) => result !== 'skipped').map(([name]) => name);
}

function without(names: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return names.filter((name) => !known.has(name));
}

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
