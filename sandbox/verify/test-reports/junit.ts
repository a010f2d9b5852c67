import { collectTests, type ReportedTest, type TestResult } from './reported-test.ts';
import { readXml } from './xml.ts';

interface Suite {
  /** Its name and those of the suites around it. */
  readonly path: readonly string[];
  readonly file: string;
}

interface OpenTest {
  readonly file: string;
  readonly path: readonly string[];
  result: TestResult;
  message: string;
  /** What stands in the element of its failure: where there is a message, this repeats it, with a stack. */
  text: string;
}

type Attributes = ReadonlyMap<string, string>;

const longestText = 4_000;
const skippedWords = new Set(['skipped', 'notrun', 'suppressed', 'disabled', 'pending', 'ignored', 'todo']);
const failedWords = new Set(['failed', 'failure', 'error', 'errored', 'broken']);
const isFailure = (element: string | undefined): boolean => element === 'failure' || element === 'error';

/**
 * Reads a JUnit XML report of any dialect, nested suites included.
 *
 * @throws Error if the text is not XML, or has more than 100,000 tests.
 */
export function readJunit(xml: string): readonly ReportedTest[] {
  const tests = collectTests();
  const suites: Suite[] = [];
  const elements: string[] = [];
  let current: OpenTest | null = null;

  readXml(xml, {
    open(element, attributes) {
      const parent = elements.at(-1);
      elements.push(element);
      if (element === 'testsuite') suites.push(suiteIn(suites.at(-1), attributes));
      else if (element === 'testcase') current = testIn(suites.at(-1), attributes);
      else if (parent === 'testsuite' && isFailure(element)) tests.add(wholeSuite(suites.at(-1), attributes));
      else if (parent === 'testcase' && current !== null) note(current, element, attributes);
    },
    text(text) {
      if (current !== null && isFailure(elements.at(-1)) && current.text.length < longestText)
        current.text += text.slice(0, longestText);
    },
    close(element) {
      elements.pop();
      if (element === 'testsuite') suites.pop();
      if (element !== 'testcase' || current === null) return;
      const { file, path, result, message, text } = current;
      tests.add({ file, path, result, message: message || text });
      current = null;
    },
  });
  return tests.all;
}

const nameIn = (attributes: Attributes): string => attributes.get('name') ?? '';

function suiteIn(around: Suite | undefined, attributes: Attributes): Suite {
  const file = attributes.get('file') || (around?.file ?? '');
  return { file, path: [...(around?.path ?? []), nameIn(attributes)] };
}

/** The class tells apart what suites and name do not; node:test's "test" and repetitions of the rest say nothing. */
function testIn(suite: Suite | undefined, attributes: Attributes): OpenTest {
  const name = nameIn(attributes);
  const file = attributes.get('file') || (suite?.file ?? '');
  const suites = (suite?.path ?? []).filter((part) => part !== file);
  const classname = attributes.get('classname') ?? '';
  const isTold = [...suites, file, name, 'test'].includes(classname);
  const path = [...suites, ...(isTold ? [] : [classname]), name];
  return { file, path, result: resultIn(attributes), message: '', text: '' };
}

/** A suite that failed as a whole counts as a test of its name. */
function wholeSuite(suite: Suite | undefined, attributes: Attributes): ReportedTest {
  const { file = '', path = [] } = suite ?? {};
  return { file, path, result: 'failed', message: attributes.get('message') ?? '' };
}

function note(test: OpenTest, element: string, attributes: Attributes): void {
  if (isFailure(element)) {
    test.result = 'failed';
    test.message ||= attributes.get('message') ?? '';
  } else if (element === 'skipped' && test.result === 'passed') test.result = 'skipped';
}

/** Some dialects say by an attribute alone that a test did not run, or failed. */
function resultIn(attributes: Attributes): TestResult {
  const words = ['status', 'result'].map((name) => (attributes.get(name) ?? '').toLowerCase());
  if (words.some((word) => failedWords.has(word))) return 'failed';
  return words.some((word) => skippedWords.has(word)) ? 'skipped' : 'passed';
}
