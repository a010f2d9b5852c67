import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Targets } from '#sandbox/runners/node/encoded.ts';
import { captureEnvironment } from '#sandbox/verify/calls/capture-calls.ts';
import { nodeBinary, nodeMajors } from '../../support/node-versions.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openBoxes } from '../../unit/sandbox/support/boxes.ts';
import { writeFiles } from '../../unit/sandbox/support/kiosk.ts';

const use = 'console.log(add(1, 2), double({ a: 4 }).b);';
const makes = {
  'an ECMAScript module': {
    'package.json': '{"type":"module"}',
    'a.js': 'export const add = (a, b) => a + b;\nexport function double(x) { return { b: x.a * 2 }; }',
    'main.js': `import { add, double } from './a.js'; ${use}`,
  },
  'a CommonJS module': {
    'a.js':
      'const add = (a, b) => a + b;\nfunction double(x) { return { b: x.a * 2 }; }\nmodule.exports = { add, double };',
    'main.js': `const { add, double } = require('./a.js'); ${use}`,
  },
};

/** Captures the calls that a program makes of a module's functions, and makes them again, in the given version of Node. */
async function captureAndRepeat(node: string, files: Record<string, string>) {
  const boxes = await openBoxes('process', { node });
  const tree = temporaryFolder();
  writeFiles(tree, files);
  const constants = [files['a.js']?.indexOf('const') ?? -1];
  const targets: Targets = { 'a.js': { functions: ['add', 'double'], classes: [], remade: [], constants } };
  const wanted = { base: targets, functions: ['a.js#add', 'a.js#double'] };
  const ran = await boxes.run({
    tree,
    line: 'node main.js',
    environment: (out, root) => captureEnvironment({ out, root }, wanted, boxes.programs.capture),
  });
  expect(ran).toMatchObject({ code: 0, output: '3 8\n' });
  const captured = readFileSync(join(ran.out, 'uses.jsonl'), 'utf8').split('\n');
  const calls = captured.filter((line) => line.includes('"kind":"call"'));
  const repeated = await boxes.run({
    tree,
    line: `"${boxes.node}" --no-warnings "${boxes.programs.execute}" "$PLAN"`,
    environment: (out, root) => {
      const [uses, results, plan] = ['uses', 'results', 'plan'].map((name) => join(out, name)) as [
        string,
        string,
        string,
      ];
      writeFileSync(uses, calls.join('\n'));
      writeFileSync(plan, JSON.stringify({ targets, answers: {}, uses, results, milliseconds: 5_000 }));
      return { PLAN: plan, IRONCLAW_ROOT: root };
    },
  });
  const results = readFileSync(join(repeated.out, 'results'), 'utf8').trim().split('\n');
  return { calls, outcomes: results.map((line) => JSON.parse(line).outcome) };
}

describe.each(nodeMajors)('the runners in Node %i', (major) => {
  it.each(Object.entries(makes))('capture the calls of %s, and make them again', async (_, files) => {
    const { calls, outcomes } = await captureAndRepeat(await nodeBinary(major), files);
    expect(calls).toHaveLength(2);
    expect(outcomes).toMatchObject([
      { how: 'returned', value: 3 },
      { how: 'returned', value: { properties: [['b', 8]] } },
    ]);
  });
});
