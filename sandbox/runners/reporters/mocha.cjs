// A reporter for mocha: it prints as mocha does, and writes jest's JSON to IRONCLAW_TEST_REPORT.

const { writeFileSync } = require('node:fs');
const { reporters } = require(require.resolve('mocha', { paths: [process.cwd()] }));

module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const files = new Map();
    const add = (test, status, error) => {
      const name = test.file ?? '';
      const [title, ...around] = test.titlePath().reverse();
      const failureMessages = error ? [String(error.message ?? error)] : [];
      if (!files.has(name)) files.set(name, []);
      files.get(name).push({ ancestorTitles: around.reverse(), title, status, failureMessages });
    };
    runner.on('pass', (test) => add(test, 'passed'));
    runner.on('pending', (test) => add(test, 'pending'));
    runner.on('fail', (test, error) => add(test, 'failed', error ?? 'It failed without an error.'));
    runner.once('end', () => {
      const testResults = [...files].map(([name, assertionResults]) => ({ name, assertionResults }));
      writeFileSync(process.env.IRONCLAW_TEST_REPORT, JSON.stringify({ testResults }));
    });
  }
};
