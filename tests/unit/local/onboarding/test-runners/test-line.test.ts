import { describe, expect, it } from 'vitest';
import { testLineOf } from '#local/onboarding/test-runners/test-line.ts';

interface Given {
  readonly scripts?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly files?: Record<string, string>;
}

function found({ scripts = {}, devDependencies = {}, files = {} }: Given) {
  const texts: Record<string, string> = {
    ...files,
    'package.json': JSON.stringify({ scripts, devDependencies }),
  };
  return testLineOf({ paths: Object.keys(texts), read: (path) => texts[path] ?? null });
}
const lineOf = (test: string, others: Record<string, string> = {}) => found({ scripts: { test, ...others } });

const jest =
  '--ci --watchAll=false --coverage=false --bail=0 --forceExit --json --outputFile="$IRONCLAW_TEST_REPORT"';
const mocha = '--no-bail --exit --reporter "$IRONCLAW_REPORTERS/mocha.cjs"';

describe('the line that runs the tests of a project', () => {
  it.each([
    ['npm run test:unit', { 'test:unit': 'jest src' }, `jest src ${jest}`],
    ['cross-env NODE_ENV=test jest --watch -i', {}, `cross-env NODE_ENV=test jest -i ${jest}`],
    ['NODE_ENV=test npx jest', {}, `NODE_ENV=test jest ${jest}`],
    [
      'node --experimental-vm-modules node_modules/jest/bin/jest.js',
      {},
      `node --experimental-vm-modules node_modules/jest/bin/jest.js ${jest}`,
    ],
    [
      "NODE_OPTIONS='--experimental-vm-modules' jest --coverage --reporters default",
      {},
      `NODE_OPTIONS="--experimental-vm-modules $NODE_OPTIONS" jest ${jest}`,
    ],
    ['c8 --100 mocha --watch -R dot "test/**/*.js"', {}, `mocha "test/**/*.js" ${mocha}`],
    ['nyc --reporter=lcov cross-env A=1 mocha test', {}, `cross-env A=1 mocha test ${mocha}`],
    ['eslint . && tsc --noEmit && mocha', {}, `mocha ${mocha}`],
    ['mocha && nyc report', { pretest: 'tsc -p .' }, `tsc -p . && mocha ${mocha}`],
    ['tape test/*.js | tap-spec', {}, 'tape test/*.js > "$IRONCLAW_TEST_REPORT"'],
  ])('comes from its script `%s`', (test, scripts, line) => {
    expect(lineOf(test, scripts)).toMatchObject({ line });
  });

  it('may be one of Node, which runs the files by itself', () => {
    const files = { 'test/a.js': "require('node:test')", 'test/b.js': "require('tape')" };
    expect(found({ scripts: { test: 'node ./test/a.js' }, files })).toMatchObject({ runner: 'node:test' });
    expect(found({ scripts: { test: 'node test/b.js' }, files })).toEqual({
      runner: 'tape',
      line: 'node test/b.js > "$IRONCLAW_TEST_REPORT"',
    });
    expect(lineOf('node --import tsx --test src')).toMatchObject({
      runner: 'node:test',
      line: expect.stringMatching(/^node --test-reporter=spec .* --import tsx --test src$/),
    });
  });

  it.each([
    ['vitest', 'vitest run --coverage.enabled=false'],
    ['vitest watch src', 'vitest run src --coverage.enabled=false'],
    ['vitest --coverage --reporter verbose', 'vitest run --coverage.enabled=false'],
  ])('never waits for changes: `%s`', (test, line) => {
    expect(lineOf(test)).toMatchObject({ runner: 'vitest', line: expect.stringContaining(line) });
  });

  it('runs several suites although the first one fails, each with a report of its own', () => {
    const { line } = lineOf('npm run build && jest && mocha', { build: 'tsc' }) as { line: string };
    expect(line).toBe(
      'tsc && mkdir -p "$IRONCLAW_TEST_REPORT" && { status=0; ' +
        `(export IRONCLAW_TEST_REPORT="$IRONCLAW_TEST_REPORT/1.json"; jest ${jest}) || status=1; ` +
        `(export IRONCLAW_TEST_REPORT="$IRONCLAW_TEST_REPORT/2.json"; mocha ${mocha}) || status=1; ` +
        'exit $status; }',
    );
  });

  it('leaves out tests that drive a browser, and says so', () => {
    expect(lineOf('jest && playwright test')).toEqual({
      runner: 'jest',
      line: `jest ${jest}`,
      note: 'Tests that drive a browser are left out.',
    });
    expect(lineOf('cypress run')).toEqual({ runner: null, why: expect.stringContaining('drive a browser') });
  });

  it('judges by the exit code what has no report that we know', () => {
    expect(lineOf('eslint . && uvu tests')).toMatchObject({
      runner: 'exit code',
      line: expect.stringMatching(/^\{ uvu tests; \} && result=ok/),
      note: expect.stringContaining('count as one'),
    });
  });

  it('comes from what the package asks for where no script runs tests', () => {
    const scripts = { test: 'echo "Error: no test specified" && exit 1' };
    expect(found({ scripts, devDependencies: { mocha: '^10.0.0' } })).toMatchObject({
      line: `mocha ${mocha}`,
    });
    const files = { 'test/cart.test.js': "import test from 'node:test';" };
    expect(found({ scripts, files })).toMatchObject({ runner: 'node:test' });
    expect(found({ scripts })).toEqual({ runner: null, why: expect.stringContaining('`commands.test`') });
  });

  it.each([
    ['has no package.json', null],
    ['has one that is no JSON', '{'],
  ])('is not known where a folder %s', (_, text) => {
    expect(testLineOf({ paths: [], read: () => text })).toMatchObject({ runner: null });
  });
});
