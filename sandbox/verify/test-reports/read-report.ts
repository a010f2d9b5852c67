import { JestReport, readJest } from './jest-json.ts';
import { readJunit } from './junit.ts';
import { MochaReport, readMocha } from './mocha-json.ts';
import type { ReportedTest } from './reported-test.ts';
import { readTap } from './tap.ts';

/**
 * Reads a report in the format that its content shows: JUnit XML, TAP, or the JSON of jest, vitest and mocha.
 *
 * @throws Error that says what is wrong, if it is none of them or cannot be read.
 */
export function readReport(text: string): readonly ReportedTest[] {
  const content = text.replace(/^\uFEFF/, '').trimStart();
  if (content.startsWith('<')) return readJunit(content);
  if (content.startsWith('{')) return readJson(content);
  if (/^(?:TAP version \d|(?:not )?ok\b|1\.\.\d|Bail out!)/m.test(content)) return readTap(text);
  const start = JSON.stringify(content.slice(0, 40));
  throw new Error(
    `it is no JUnit XML, no TAP, and no JSON of jest, vitest or mocha: it begins with ${start}`,
  );
}

function readJson(text: string): readonly ReportedTest[] {
  const value: unknown = JSON.parse(text);
  const jest = JestReport.safeParse(value);
  if (jest.success) return readJest(jest.data);
  const mocha = MochaReport.safeParse(value);
  if (mocha.success) return readMocha(mocha.data);
  throw new Error(
    'its JSON has neither the `testResults` of jest and vitest nor the `passes`, `failures` and `pending` of mocha',
  );
}
