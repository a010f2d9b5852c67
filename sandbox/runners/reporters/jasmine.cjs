// A reporter for jasmine: it prints what fails, and writes jest's JSON to IRONCLAW_TEST_REPORT.

const { writeFileSync } = require('node:fs');

module.exports = class {
  files = new Map();
  suites = [];

  suiteStarted({ description }) {
    this.suites.push(description);
  }

  specDone({ description, filename, status, failedExpectations }) {
    this.add(filename, { ancestorTitles: [...this.suites], title: description, status }, failedExpectations);
  }

  suiteDone({ filename, failedExpectations }) {
    const title = this.suites.pop();
    this.addHook(filename, title, failedExpectations);
  }

  jasmineDone({ failedExpectations }) {
    this.addHook(undefined, 'jasmine', failedExpectations);
    const testResults = [...this.files].map(([name, assertionResults]) => ({ name, assertionResults }));
    writeFileSync(process.env.IRONCLAW_TEST_REPORT, JSON.stringify({ testResults }));
    const count = testResults.reduce((sum, { assertionResults }) => sum + assertionResults.length, 0);
    console.log(`${count} specs`);
  }

  /** What fails after the last test of a suite counts as a test of the suite's name. */
  addHook(filename, title, failedExpectations = []) {
    if (failedExpectations.length === 0) return;
    this.add(filename, { ancestorTitles: [...this.suites], title, status: 'failed' }, failedExpectations);
  }

  add(filename = '', test, failedExpectations) {
    const failureMessages = failedExpectations.map(({ message }) => message);
    if (test.status === 'failed')
      console.log(`failed: ${[...test.ancestorTitles, test.title].join(' > ')}: ${failureMessages[0]}`);
    if (!this.files.has(filename)) this.files.set(filename, []);
    this.files.get(filename).push({ ...test, failureMessages });
  }
};
