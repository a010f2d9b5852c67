import { readXml } from './xml.ts';

export type TestResult = 'passed' | 'failed' | 'skipped';

/** The result of each test by its full name: "cart > adds up > an empty cart". */
export type TestResults = ReadonlyMap<string, TestResult>;

interface Test {
  /** Names of its suites, and its own. */
  readonly name: string;
  /** Where it stands: runners differ in which of the two they give. */
  readonly file: string;
  readonly classname: string;
  result: TestResult;
  /** What the report says of its failure; empty if nothing. */
  message: string;
}

interface Suite {
  readonly name: string;
  readonly file: string;
}

const mostTests = 100_000;
const longestName = 1_000;
const longestMessage = 1_000;
const skippedWords = new Set(['skipped', 'notrun', 'suppressed', 'disabled', 'pending', 'ignored', 'todo']);
const failedWords = new Set(['failed', 'failure', 'error', 'errored', 'broken']);

/**
 * Reads a JUnit XML report, nested suites included. Suites, file, class and name tell tests apart, and only then their
 * order: many runners run their files in another order each time.
 *
 * @param root the folder in which the tests ran; it is removed from test names so that two runs can be compared.
 * @throws Error if the text is not XML, or has more than 100,000 tests.
 */
export function readJunit(xml: string, root: string): TestResults {
  return new Map([...distinguished(readTests(xml, root))].map(([name, { result }]) => [name, result]));
}

/** What a report says of each test that failed, by its full name. @throws Error as `readJunit`. */
export function readFailureMessages(xml: string, root: string): ReadonlyMap<string, string> {
  const failed = [...distinguished(readTests(xml, root))].filter(([, { message }]) => message !== '');
  return new Map(failed.map(([name, { message }]) => [name, message]));
}

function readTests(xml: string, root: string): readonly Test[] {
  const tests: Test[] = [];
  const suites: Suite[] = [];
  const elements: string[] = [];
  let current: Test | null = null;
  const below = (value: string | undefined) => (value ?? '').replaceAll(`${root}/`, '').slice(0, longestName);
  readXml(xml, {
    open(element, attributes) {
      const parent = elements.at(-1);
      elements.push(element);
      const name = below(attributes.get('name'));
      const suite = suites.at(-1);
      const file = below(attributes.get('file')) || (suite?.file ?? '');
      if (element === 'testsuite') suites.push({ name: within(suite, name), file });
      else if (element === 'testcase') {
        const classname = below(attributes.get('classname'));
        current = { name: within(suite, name), file, classname, result: resultIn(attributes), message: '' };
        if (tests.push(current) > mostTests) throw new Error(`it has more than ${mostTests} tests`);
      } else if (element === 'failure' || element === 'error') {
        // A suite that failed as a whole counts as a test of its name.
        const message = (attributes.get('message') ?? '').replaceAll(`${root}/`, '').slice(0, longestMessage);
        if (parent === 'testcase' && current !== null) Object.assign(current, { result: 'failed', message });
        else if (parent === 'testsuite' && suite)
          tests.push({ ...suite, classname: '', result: 'failed', message });
      } else if (element === 'skipped' && parent === 'testcase' && current?.result === 'passed') {
        current.result = 'skipped';
      }
    },
    close(element) {
      elements.pop();
      if (element === 'testsuite') suites.pop();
    },
  });
  return tests;
}

function within(suite: Suite | undefined, name: string): string {
  return (suite ? `${suite.name} > ${name}` : name).slice(0, longestName);
}

/** Some dialects say by an attribute alone that a test did not run, or failed. */
function resultIn(attributes: ReadonlyMap<string, string>): TestResult {
  const words = ['status', 'result'].map((name) => (attributes.get(name) ?? '').toLowerCase());
  if (words.some((word) => failedWords.has(word))) return 'failed';
  return words.some((word) => skippedWords.has(word)) ? 'skipped' : 'passed';
}

/** Tests of one name are named by their file or class as well, and those of one file by their order in it. */
function distinguished(tests: readonly Test[]): ReadonlyMap<string, Test> {
  const withPlace = Map.groupBy(tests, ({ name }) => name);
  const results = new Map<string, Test>();
  const copies = new Map<string, number>();
  for (const test of tests) {
    const sharesName = (withPlace.get(test.name)?.length ?? 0) > 1;
    const place = [test.file, test.classname].filter(Boolean).join(', ');
    const name = sharesName && place !== '' ? `${test.name} (${place})` : test.name;
    let copy = (copies.get(name) ?? 0) + 1;
    while (results.has(copy === 1 ? name : `${name} (${copy})`)) copy += 1;
    copies.set(name, copy);
    results.set(copy === 1 ? name : `${name} (${copy})`, test);
  }
  return results;
}
