// A reporter for node:test from Node 18 on: it writes which test is in which file, in the form of jest's JSON.

module.exports = async function* report(events) {
  const files = new Map();
  const titles = [];
  /** By nesting: whether something below the open test was reported. */
  const hasSubtests = [];

  function add({ name, nesting, file, skip, todo, details }, hasPassed) {
    const isSuite = hasSubtests[nesting] ?? details?.type === 'suite';
    hasSubtests.length = nesting;
    if (nesting > 0) hasSubtests[nesting - 1] = true;
    const error = details?.error;
    if (isSuite && (hasPassed || error?.failureType === 'subtestsFailed')) return;
    const title = { ancestorTitles: titles.slice(0, nesting), title: name };
    const status = isGiven(skip) ? 'skipped' : isGiven(todo) ? 'todo' : hasPassed ? 'passed' : 'failed';
    const failureMessages = hasPassed ? [] : [String(error?.cause?.message ?? error?.message ?? error)];
    if (!files.has(file)) files.set(file, []);
    files.get(file).push({ ...title, status, failureMessages });
  }

  for await (const { type, data } of events) {
    if (type === 'test:start') {
      titles.length = data.nesting;
      titles[data.nesting] = data.name;
    } else if (type === 'test:pass' || type === 'test:fail') add(data, type === 'test:pass');
  }
  const testResults = [...files].map(([name = '', assertionResults]) => ({ name, assertionResults }));
  yield JSON.stringify({ testResults });
};

const isGiven = (directive) => directive !== undefined && directive !== false;
