import { aggregation } from '../bases/aggregation.ts';
import { dedupe } from '../bases/dedupe.ts';
import { graph } from '../bases/graph.ts';
import { parsing } from '../bases/parsing.ts';
import { pricing } from '../bases/pricing.ts';
import { ranking } from '../bases/ranking.ts';
import { ofKind } from '../patch.ts';

const begin = 'export function rank';
const atLoad = (name: string, code: string, whyWrong: string) => ({
  name,
  base: ranking,
  edits: [[begin, `${code}\n${begin}`]] as const,
  whyWrong,
});

export const judgeIsBent = ofKind('the judge is bent', [
  {
    ...atLoad(
      'the report of the tests is written from inside',
      "import { writeFileSync } from 'node:fs';\nwriteFileSync(process.env.IRONCLAW_TEST_REPORT ?? '', '');",
      'red tests look green',
    ),
    stoppedBy: { risk: 'files' },
  },
  {
    ...atLoad(
      'the report is written when the process ends',
      "process.on('exit', () => {});",
      'red tests look green',
    ),
    stoppedBy: { risk: 'environment' },
  },
  {
    ...atLoad(
      'coverage is rewritten',
      "globalThis['__coverage' + '__'] = {};",
      'code that never ran looks covered',
    ),
    stoppedBy: { risk: 'globals' },
  },
  {
    ...atLoad(
      'the assertion library is patched',
      "import assert from 'node:assert';\nassert.deepStrictEqual = () => {};",
      'no assertion fails any more',
    ),
    stoppedBy: { risk: 'globals' },
  },
  {
    ...atLoad(
      'the assertion library is loaded and patched later',
      "import('node:assert').then(({ default: tool }) => { tool.equal = () => {}; });",
      'no assertion fails any more',
    ),
    stoppedBy: { risk: 'dynamic code' },
  },
  {
    ...atLoad(
      'later test files are edited',
      "import { execSync } from 'child_process';\nexecSync('true');",
      'tests that are still to come pass',
    ),
    stoppedBy: { risk: 'processes' },
  },
  {
    ...atLoad(
      'expectations are replaced',
      'if (typeof expect === typeof rank) expect.extend({});',
      'no expectation fails any more',
    ),
    stoppedBy: { risk: 'test globals' },
  },
  {
    ...atLoad(
      'a built-in method is replaced',
      'Array.prototype.map = Array.prototype.filter;',
      'what compares results uses the replaced method',
    ),
    stoppedBy: { risk: 'prototypes' },
  },
  {
    ...atLoad(
      'a built-in method is replaced by assigning',
      'Object.assign(Object.getPrototypeOf([]), { at() {} });',
      'what compares results uses the replaced method',
    ),
    stoppedBy: { risk: 'prototypes' },
  },
  {
    ...atLoad('JSON is replaced', 'JSON.stringify = () => "{}";', 'all results are written as the same'),
    stoppedBy: { risk: 'globals' },
  },
  {
    ...atLoad('clocks are replaced', 'performance.now = () => 0;', 'nothing seems to take time'),
    stoppedBy: { risk: 'clock' },
  },
  {
    ...atLoad(
      'a worker computes while nobody measures',
      "import { Worker } from 'node:worker_threads';\nnew Worker('0', { eval: true });",
      'time is spent where it is not counted',
    ),
    stoppedBy: { risk: 'processes' },
  },
  {
    ...atLoad('the judge of types is turned off', '// @ts-nocheck', 'type errors are not seen'),
    stoppedBy: { risk: 'disabled checks' },
  },
  {
    ...atLoad(
      'the linter is turned off in a block',
      '/* eslint-disable\n   no-eval */',
      'problems are not seen',
    ),
    stoppedBy: { risk: 'disabled checks' },
  },
  {
    ...atLoad('coverage is turned off', '/* v8 ignore start */', 'code that never ran looks covered'),
    stoppedBy: { risk: 'disabled checks' },
  },
  {
    ...atLoad('syntax that the rules cannot read', 'enum Mode { Fast }', 'no rule examines the file'),
    path: 'src/ranking.ts',
    stoppedBy: { risk: 'unreadable' },
  },
  {
    name: 'the first call eats the time for comparing',
    base: graph,
    edits: [['const done = [];', 'const done = [];\n  if (edges.length > 0) for (;;) {}']],
    whyWrong: 'no later call is compared',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'the process ends with the first call',
    base: dedupe,
    edits: [['const found = [];', 'const found = [];\n  if (values.length > 7) process.exit(0);']],
    whyWrong: 'no later call is compared',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a thrown object cannot be read',
    base: aggregation,
    edits: [
      [
        'if (numbers.length === 0) return null;',
        'if (numbers.length === 0) throw { get message() { throw 0; } };',
      ],
    ],
    whyWrong: 'what describes the error fails itself',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a result refers to itself',
    base: parsing,
    edits: [
      [
        'return [...fields, field];',
        'const all = [...fields, field];\n  if (all.length > 2) all.push(all);\n  return all;',
      ],
    ],
    whyWrong: 'what walks the result does not end',
    stoppedBy: { calls: 'rejected' },
  },
  ...[
    ['a test', 'test/pricing.test.js', 'patch/protected-path'],
    ['a test beside the source', 'src/pricing.test.js', 'patch/protected-path'],
    ['a specification beside the source', 'src/pricing.spec.ts', 'patch/protected-path'],
    ['a test in another folder', 'tests/pricing.js', 'patch/protected-path'],
    ['the packages', 'package.json', 'patch/protected-path'],
    ['the lockfile', 'yarn.lock', 'patch/protected-path'],
    ['the manifest', 'ironclaw.json', 'patch/protected-path'],
    ['the pipeline', '.github/workflows/ci.yml', 'patch/protected-path'],
    ['the settings of the test runner', 'vitest.config.ts', 'patch/protected-path'],
    ['a test beside the code', 'src/__tests__/pricing.js', 'patch/protected-path'],
    ['a mock beside the code', 'src/__mocks__/pricing.js', 'patch/protected-path'],
    ['a file of git', 'src/.git/hooks/pre-commit', 'patch/escaping-path'],
    ['a file of another folder', 'src/../../judge.js', 'patch/escaping-path'],
  ].map(([what = '', path = '', refusal = '']) => ({
    name: `${what} is changed`,
    base: pricing,
    path,
    edits: [['let sum = 0;', 'let sum = 1;']] as const,
    whyWrong: 'what judges the candidate becomes part of the candidate',
    stoppedBy: { refusal },
  })),
]);
