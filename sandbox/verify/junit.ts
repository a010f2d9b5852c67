import { XMLParser } from 'fast-xml-parser';

export type TestResult = 'passed' | 'failed' | 'skipped';

/** The result of each test by its full name: "cart > adds up > an empty cart". */
export type TestResults = ReadonlyMap<string, TestResult>;

interface Element {
  readonly testsuite?: readonly Element[];
  readonly testcase?: readonly Element[];
  readonly '@name'?: string;
  readonly failure?: unknown;
  readonly error?: unknown;
  readonly skipped?: unknown;
}

const lists = new Set(['testsuite', 'testcase']);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  isArray: (name) => lists.has(name),
});

/**
 * Reads a JUnit XML report, nested suites included.
 *
 * @param root the folder in which the tests ran; it is removed from test names so that two runs can be compared.
 * @throws Error if the text is not XML.
 */
export function readJunit(xml: string, root: string): TestResults {
  const results = new Map<string, TestResult>();
  const document = parser.parse(xml, true) as { testsuites?: Element | '' } & Element;
  const visit = (element: Element, names: readonly string[]): void => {
    for (const suite of element.testsuite ?? []) visit(suite, [...names, nameOf(suite, root)]);
    for (const test of element.testcase ?? []) {
      const name = [...names, nameOf(test, root)].join(' > ');
      results.set(unused(name, results), resultOf(test));
    }
  };
  visit(document, []);
  if (document.testsuites) visit(document.testsuites, []);
  return results;
}

function nameOf(element: Element, root: string): string {
  return (element['@name'] ?? '').replaceAll(`${root}/`, '');
}

function resultOf(test: Element): TestResult {
  if (test.failure !== undefined || test.error !== undefined) return 'failed';
  return test.skipped === undefined ? 'passed' : 'skipped';
}

/** Two tests may have the same name; their order in the report tells them apart. */
function unused(name: string, results: TestResults): string {
  let free = name;
  for (let copy = 2; results.has(free); copy += 1) free = `${name} (${copy})`;
  return free;
}
