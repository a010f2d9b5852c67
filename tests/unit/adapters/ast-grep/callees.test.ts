import { describe, expect, it } from 'vitest';
import { calleesOf } from '#adapters/ast-grep/callees.ts';
import { callersOf } from '#adapters/ast-grep/callers.ts';
import { createCodeBase, type LocatedFunction } from '#adapters/ast-grep/code-base.ts';

const nameOf = ({ file, target }: LocatedFunction) => `${file.path}#${target.name}`;

/** What a function of the files calls, and what calls it. */
function around(path: string, name: string, texts: Readonly<Record<string, string>>) {
  const files = Object.entries(texts).map(([at, text]) => ({ path: at, text }));
  const code = createCodeBase({ files });
  const module = code.module(path);
  const target = module?.functions.find((one) => one.name === name);
  if (!module || !target) throw new Error(`There is no ${name} in ${path}.`);
  const known = { file: module.file, root: module.root, target };
  return { callees: calleesOf(code, known).map(nameOf), callers: callersOf(code, known).map(nameOf) };
}

const b = 'export function work() { return 1; }\nexport default function () { return 2; }\n';

describe('what a function calls', () => {
  it.each([
    ['a function of its file', 'function work() {} function run() { work(); }', ['a.ts#work']],
    ['a function that it passes on', 'function work() {} const run = (x) => x.map(work);', ['a.ts#work']],
    ['an import', "import { work } from './b.js'; function run() { work(); }", ['b.ts#work']],
    ['an import with another name', "import { work as w } from './b'; const run = () => w();", ['b.ts#work']],
    ['a default export', "import any from './b.js'; function run() { any(); }", ['b.ts#default']],
    ['a namespace', "import * as all from './b.js'; function run() { all.work(); }", ['b.ts#work']],
    ['a required file', "const all = require('./b'); exports.run = () => all.work();", ['b.ts#work']],
    ['a required name', "const { work } = require('./b'); exports.run = () => work();", ['b.ts#work']],
    ['what a file passes on', "import { work } from './index.js'; const run = () => work();", ['b.ts#work']],
    ['what it renames', "import { other } from './index.js'; const run = () => other();", ['b.ts#work']],
    ['nothing of a package', "import { work } from 'b'; function run() { work(); }", []],
    ['not itself', 'function run(n) { return n && run(n - 1); }', []],
  ])('finds %s', (_, text, callees) => {
    const index = "export * from './c.ts';\nexport { work as other } from './b.ts';\n";
    const files = { 'a.ts': text, 'b.ts': b, 'c.ts': "export { work } from './b.ts';", 'index.ts': index };
    expect(around('a.ts', 'run', files).callees).toEqual(callees);
  });

  it.each([
    ['this', 'class A { run() { this.find(); } find() {} }', 'a.ts#find'],
    [
      'a parent class',
      "import { Store } from './store.ts'; class A extends Store { run() { this.find(); } }",
      'store.ts#find',
    ],
    [
      'a field',
      "import { Store } from './store.ts'; class A { #s; private s: Store; run() { this.s.find(); } }",
      'store.ts#find',
    ],
    [
      'a parameter of the constructor',
      "import { Store } from './store.ts'; class A { constructor(private readonly s: Store) {} run() { this.s.find(); } }",
      'store.ts#find',
    ],
    [
      'a parameter',
      "import type { Store } from './store.ts'; function run(s: Store) { s.find(); }",
      'store.ts#find',
    ],
    [
      'a new object',
      "import { Store } from './store.ts'; function run() { const s = new Store(); s.find(); }",
      'store.ts#find',
    ],
    ['an object of the file', 'const tools = { find() {} }; function run() { tools.find(); }', 'a.ts#find'],
  ])('finds the method of %s among others of its name', (_, text, callee) => {
    const files = {
      'a.ts': text,
      'store.ts': 'export class Store { find() {} }',
      'other.ts': 'export class Other { find() {} }',
    };
    expect(around('a.ts', 'run', files).callees).toEqual([callee]);
  });

  it('finds a method by its name if only one function has it, or one on an object that is called the same', () => {
    const run = 'function run(user) { user.findAll(); user.lonely(); user.push(1); }';
    const files = {
      'a.js': run,
      'user.js': 'module.exports = (User) => { User.findAll = () => []; };',
      'topic.js': 'module.exports = (Topic) => { Topic.findAll = () => []; Topic.push = () => {}; };',
      'class.js': 'class Any { lonely() {} }',
    };
    expect(around('a.js', 'run', files).callees).toEqual(['user.js#findAll', 'class.js#lonely']);
  });

  it('ends where files pass a name on to each other', () => {
    const files = {
      'a.ts': "import { work } from './b.ts'; function run() { work(); }",
      'b.ts': "export * from './c.ts'; export { work } from './c.ts';",
      'c.ts': "export * from './b.ts'; import { work } from './b.ts'; export { work };",
    };
    expect(around('a.ts', 'run', files).callees).toEqual([]);
  });
});

it('what calls a function is found in its file and in others, and is the innermost', () => {
  const files = {
    'b.ts': 'export function work() {} function near() { work(); }',
    'far.ts':
      "import { work } from './b.ts'; export function outer() { const inner = () => { work(); }; inner(); }",
    'same.ts': 'function work() {} function stranger() { work(); }',
  };
  expect(around('b.ts', 'work', files).callers).toEqual(['b.ts#near', 'far.ts#inner']);
});

it('what calls a default export is found, whatever it is called there', () => {
  const files = { 'b.ts': b, 'a.ts': "import anything from './b.ts'; function run() { anything(); }" };
  expect(around('b.ts', 'default', files).callers).toEqual(['a.ts#run']);
});
