import * as z from 'zod';
import { type ReportedTest, refuseTooMany, type TestResult } from './reported-test.ts';

const Assertion = z.object({
  ancestorTitles: z.array(z.string()).default([]),
  title: z.string(),
  status: z.string(),
  failureMessages: z.array(z.string()).nullish(),
});

const TestFile = z.object({
  /** Its path. */
  name: z.string(),
  status: z.string().optional(),
  message: z.string().nullish(),
  assertionResults: z.array(Assertion),
});
type TestFile = z.infer<typeof TestFile>;

/** What jest and vitest write by `--json` and `--reporter=json`, and our own reporters. */
export const JestReport = z.object({ testResults: z.array(TestFile) });

/** @throws Error if it has more than 100,000 tests. */
export function readJest({ testResults }: z.infer<typeof JestReport>): readonly ReportedTest[] {
  const tests = testResults.flatMap((file) => [...testsOf(file), ...failureOutside(file)]);
  refuseTooMany(tests);
  return tests;
}

function testsOf({ name, assertionResults }: TestFile): readonly ReportedTest[] {
  return assertionResults.map(({ ancestorTitles, title, status, failureMessages }) => ({
    file: name,
    path: [...ancestorTitles, title],
    result: resultOf(status),
    message: failureMessages?.[0] ?? '',
  }));
}

/** A file that cannot be loaded, or whose last hook throws, fails without a failing test: it counts as one itself. */
function failureOutside({ name, status, message, assertionResults }: TestFile): readonly ReportedTest[] {
  const isTold = assertionResults.some((assertion) => assertion.status === 'failed');
  return status === 'failed' && !isTold
    ? [{ file: name, path: [], result: 'failed', message: message ?? '' }]
    : [];
}

/** `pending`, `todo`, `disabled` and `skipped` all say that it did not run. */
function resultOf(status: string): TestResult {
  return status === 'passed' || status === 'failed' ? status : 'skipped';
}
