import { describe, expect, it } from 'vitest';
import type { Isolation } from '#sandbox/isolation/isolation.ts';
import { runProgram } from '../support/boxes.ts';
import { bubblewrapIsHere } from '../support/bubblewrap-here.ts';
import { containerIsHere } from '../support/container-here.ts';

const kinds: Isolation[] = [
  ...(bubblewrapIsHere ? (['bubblewrap'] as const) : []),
  ...(containerIsHere ? (['container'] as const) : []),
];

const files = {
  'test/helpers/assert.mjs': 'export const equal = () => {};',
  'test/data/orders.json': '[]',
  'package.json': '{"type":"module"}',
};
const nothing = { folders: [], files: [] };

/** Tries each statement, and prints the numbers of those that had an effect. */
function attempts(statements: readonly string[]): string {
  const tries = statements.map((text, i) => `try { ${text}; console.log(${i}); } catch {}`).join('\n');
  return `import * as fs from 'node:fs'; ${tries}`;
}

describe('what a command writes in its copy', () => {
  it.each([...kinds, 'process'] as const)('is found out under %s', async (isolation) => {
    const program = `
      import * as fs from 'node:fs';
      fs.mkdirSync('coverage/html', { recursive: true });
      fs.writeFileSync('test/data/orders.json', '[1]');
      fs.writeFileSync('test/helpers/.lock', ''); fs.rmSync('test/helpers/.lock');
      fs.writeFileSync('/tmp/elsewhere', '');`;
    const { writes } = await runProgram(isolation, program, { files });
    expect([...writes.folders].sort()).toEqual(['', 'test/helpers']);
    expect(writes.files).toEqual(['test/data/orders.json']);
  });

  it.each([...kinds, 'process'] as const)('is nothing under %s if it only reads', async (isolation) => {
    const program = "import { readdirSync } from 'node:fs'; readdirSync('src');";
    const { code, writes } = await runProgram(isolation, program, { files });
    expect({ code, ...writes }).toEqual({ code: 0, ...nothing });
  });
});

describe.each(kinds)('a command that may write only where an earlier run did, under %s', (isolation) => {
  const change = "fs.writeFileSync('test/helpers/assert.mjs', 'export const equal = null;')";

  it('changes, removes, moves and adds nothing else', async () => {
    const program = attempts([
      change,
      "fs.rmSync('test/helpers/assert.mjs')",
      "fs.renameSync('test/helpers', 'test/old')",
      "fs.renameSync('test', 'old')",
      "fs.writeFileSync('test/more.check.ts', '')",
      "fs.writeFileSync('vitest.config.ts', '')",
      "fs.mkdirSync('src/node_modules')",
      "fs.chmodSync('package.json', 0o777); fs.writeFileSync('package.json', '')",
      "fs.linkSync('package.json', 'test/package.json')",
      "fs.renameSync('.', '../away')",
    ]);
    const { output } = await runProgram(isolation, program, { files, writes: nothing });
    expect(output).toBe('');
  });

  it('makes new files in those folders, and cannot touch what was there', async () => {
    const program = attempts([
      "fs.writeFileSync('test/helpers/made.txt', ''); fs.rmSync('test/helpers/made.txt')",
      "fs.mkdirSync('coverage')",
      change,
      "fs.rmSync('test/helpers/assert.mjs')",
      "fs.renameSync('test/helpers', 'test/old')",
      "fs.renameSync('test', 'old')",
      "fs.renameSync('package.json', 'package.old')",
      "fs.rmSync('src', { recursive: true })",
      "fs.writeFileSync('test/helpers/node_modules/assert.js', '')",
      "fs.rmdirSync('test/helpers/node_modules')",
    ]);
    const writes = { folders: ['', 'test/helpers'], files: [] };
    expect((await runProgram(isolation, program, { files, writes })).output).toBe('0\n1\n');
  });

  it('changes the files that the earlier run changed', async () => {
    const program = attempts(["fs.writeFileSync('test/data/orders.json', '[1]')", change]);
    const writes = { folders: [], files: ['test/data/orders.json'] };
    expect((await runProgram(isolation, program, { files, writes })).output).toBe('0\n');
  });

  it('still finds its tests, its sources and its temporary folder', async () => {
    const line = 'node --test --test-reporter=tap test/*.check.ts && echo x > "$(mktemp)" && echo done';
    const { output } = await runProgram(isolation, '', { line, writes: nothing });
    expect(output).toMatch(/# pass 2[\s\S]*done/);
  });
});
