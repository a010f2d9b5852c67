export type TestResult = 'passed' | 'failed' | 'skipped';

/** One test, as a report of any format tells it. */
export interface ReportedTest {
  /** Its file; empty where the report does not say. */
  readonly file: string;
  /** The names of its suites or its class, and its own. */
  readonly path: readonly string[];
  readonly result: TestResult;
  /** What the report says of its failure; empty if nothing. */
  readonly message: string;
}

const mostTests = 100_000;

/** Collects the tests of one report. @throws Error from the test after the 100,000th on. */
export function collectTests(): { readonly all: readonly ReportedTest[]; add(test: ReportedTest): void } {
  const all: ReportedTest[] = [];
  return {
    all,
    add: (test) => {
      if (all.push(test) > mostTests) throw tooMany();
    },
  };
}

/** @throws Error if they are more than 100,000. */
export function refuseTooMany(tests: readonly unknown[]): void {
  if (tests.length > mostTests) throw tooMany();
}

const tooMany = (): Error => new Error(`it has more than ${mostTests} tests`);
