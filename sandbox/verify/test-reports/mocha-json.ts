import * as z from 'zod';
import { type ReportedTest, refuseTooMany, type TestResult } from './reported-test.ts';

const Test = z.object({
  fullTitle: z.string(),
  file: z.string().nullish(),
  err: z.object({ message: z.string().optional().catch(undefined) }).nullish(),
});

/** What mocha writes by `--reporter json`. */
export const MochaReport = z.object({
  passes: z.array(Test),
  failures: z.array(Test),
  pending: z.array(Test),
});

/** @throws Error if it has more than 100,000 tests. */
export function readMocha({
  passes,
  failures,
  pending,
}: z.infer<typeof MochaReport>): readonly ReportedTest[] {
  const as = (tests: readonly z.infer<typeof Test>[], result: TestResult): readonly ReportedTest[] =>
    tests.map(({ fullTitle, file, err }) => ({
      file: file ?? '',
      path: [fullTitle],
      result,
      message: err?.message ?? '',
    }));
  const tests = [...as(passes, 'passed'), ...as(failures, 'failed'), ...as(pending, 'skipped')];
  refuseTooMany(tests);
  return tests;
}
