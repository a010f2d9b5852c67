import { stripVTControlCharacters } from 'node:util';
import type { ReportedTest, TestResult } from './reported-test.ts';

/** How many tests of one identity had which result. */
export type ResultCounts = Readonly<Record<TestResult, number>>;

/**
 * The results of tests by their identity: "test/cart.test.ts > cart > adds up". Tests that share file, suites and name,
 * such as parametrized ones, are counted: their order tells nothing, because runners change it.
 */
export type TestResults = ReadonlyMap<string, ResultCounts>;

/** What a report says of tests that failed, by their identity. */
export type FailureMessages = ReadonlyMap<string, string>;

export interface TestOutcome {
  readonly results: TestResults;
  readonly messages: FailureMessages;
}

export const noResults: ResultCounts = { passed: 0, failed: 0, skipped: 0 };

/** How many tests had which result, of all identities. */
export function countTests(results: TestResults): ResultCounts {
  const all = [...results.values()];
  const sum = (result: TestResult) => all.reduce((total, counts) => total + counts[result], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

const longestIdentity = 1_000;
const longestMessage = 1_000;

/** @param root the folder in which the tests ran: it is removed from all texts, so that two runs can be compared. */
export function resultsOf(tests: readonly ReportedTest[], root: string): TestOutcome {
  const results = new Map<string, ResultCounts>();
  const messages = new Map<string, string>();
  for (const test of tests) {
    const identity = identityOf(test, root);
    const counts = results.get(identity) ?? noResults;
    results.set(identity, { ...counts, [test.result]: counts[test.result] + 1 });
    if (test.result !== 'failed' || messages.has(identity)) continue;
    const message = plain(test.message, root).slice(0, longestMessage);
    if (message !== '') messages.set(identity, message);
  }
  return { results, messages };
}

function identityOf({ file, path }: ReportedTest, root: string): string {
  const parts = [file, ...path].map((part) => plain(part, root)).filter((part) => part !== '');
  return parts.join(' > ').slice(0, longestIdentity) || '(a test without a name)';
}

/** One line without the folder of the run, and without signs that steer a terminal. */
function plain(text: string, root: string): string {
  const below = text.replaceAll(`file://${root}/`, '').replaceAll(`${root}/`, '');
  return stripVTControlCharacters(below)
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
