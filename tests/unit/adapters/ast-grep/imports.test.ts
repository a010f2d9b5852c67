import { expect, it } from 'vitest';
import { importedNames, specifiersOf } from '#adapters/ast-grep/imports.ts';
import { parseSource } from '#adapters/ast-grep/syntax.ts';

const namesIn = (text: string) =>
  importedNames(parseSource('src/a.ts', text)).map(({ local, imported }) => `${imported} as ${local}`);

it.each([
  ["import plain from './b'", ['default as plain']],
  ["import * as all from './b'", ['* as all']],
  ["import plain, { one, two as other } from './b'", ['default as plain', 'one as one', 'two as other']],
  ["import type { Shape } from './b'", ['Shape as Shape']],
  ["import old = require('./b')", ['* as old']],
  ["const all = require('./b')", ['* as all']],
  ["const { one, two: other } = require('./b')", ['one as one', 'two as other']],
  ["const one = require('./b').first", ['first as one']],
  ["import './b'", []],
  ['const one = require(name)', []],
])('reads the names of `%s`', (text, names) => {
  expect(namesIn(text)).toEqual(names);
});

it('lists what is imported, exported again, required and loaded later, unless it is computed', () => {
  const text = `import './a'; export * from './b'; export { c } from './c'; import d = require('./d');
    const e = require('./e'); const f = await import('./f'); require(name); const text = "from './g'";`;
  expect(specifiersOf(parseSource('src/x.ts', text))).toEqual(['./a', './b', './c', './d', './e', './f']);
});
