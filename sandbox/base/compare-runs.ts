import { count } from '../verify/gate-sequence.ts';
import {
  countTests,
  noResults,
  type ResultCounts,
  type TestResults,
} from '../verify/test-reports/test-results.ts';

interface Suite {
  readonly ran: number;
  /** Tests that failed in both runs. */
  readonly failing: readonly string[];
  /** Tests that had another result in the second run, or ran in one only. */
  readonly flaky: readonly string[];
}

/** What two runs of the same tests on the same version say of them. */
export function compareRuns(first: TestResults, second: TestResults): Suite {
  const names = [...new Set([...first.keys(), ...second.keys()])];
  const countsOf = (name: string) => [first.get(name) ?? noResults, second.get(name) ?? noResults] as const;
  const isFlaky = (name: string) => !areSame(...countsOf(name));
  const { passed, failed } = countTests(first);
  return {
    ran: passed + failed,
    failing: names.filter((name) => !isFlaky(name) && countsOf(name)[0].failed > 0),
    flaky: names.filter(isFlaky),
  };
}

const areSame = (one: ResultCounts, other: ResultCounts): boolean =>
  one.passed === other.passed && one.failed === other.failed;

/** In one or a few sentences, which of the tests cannot speak against a fix. */
export function describeSuite({ ran, failing, flaky }: Suite, code: number | null): string {
  const sentences = [`${count(ran, 'test')} ran twice: ${failing.length} failing, ${flaky.length} flaky.`];
  if (failing.length > 0) sentences.push(`Failing with and without a fix: ${named(failing)}.`);
  if (flaky.length > 0)
    sentences.push(`Passing once and failing once, so they prove nothing: ${named(flaky)}.`);
  if (code !== 0 && failing.length + flaky.length === 0)
    sentences.push(
      `The command ended with code ${code} although no test failed, so its code is not judged: see whether ` +
        '`commands.test` checks coverage, or whether something throws after the last test.',
    );
  return sentences.join(' ');
}

const mostNamed = 3;

function named(tests: readonly string[]): string {
  const shown = tests.slice(0, mostNamed).map((name) => `"${name.slice(0, 200)}"`);
  const rest = tests.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
