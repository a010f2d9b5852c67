import { describe, expect, it } from 'vitest';
import type { RiskKind } from '#core/proof/risk.ts';
import { findRisks } from '#sandbox/risks/find-risks.ts';

const base = `import { store } from './store.js';
export function f(items, request) {
  return items.map((item) => item.price);
}
`;
/** The base with statements at the start of its function. */
const within = (statements: string): string => base.replace('{\n', `{\n  ${statements}\n`);
/** The base with code before its function. */
const before = (statements: string): string => base.replace('export', `${statements}\nexport`);

const kindsOf = (after: string, path = 'src/code.js', earlier = base): readonly RiskKind[] =>
  findRisks([{ path, before: earlier, after }]).map(({ kind }) => kind);

const insideByKind: Readonly<Partial<Record<RiskKind, readonly string[]>>> = {
  environment: [
    'process.env.NODE_ENV;',
    'const { env } = process;',
    "process['e' + 'nv'];",
    'typeof navigator;',
    'import.meta.url;',
    'import.meta.env;',
    '__filename;',
    'Intl.DateTimeFormat().resolvedOptions();',
    'new Date(0).getHours();',
    'new Date(0).getTimezoneOffset();',
    'new Date(2020, 1, 1);',
    "'a'.localeCompare('b');",
    '(1).toLocaleString();',
    'new Intl.NumberFormat().format(1);',
    "const where = 'localhost';",
    "items.includes('VITEST');",
    "items.length === 'ironclaw'.length;",
    "const world = 'sand' + 'box';",
    'const world = `ironclaw`;',
    "const world = ['NODE', 'ENV'].join('_');",
    'if (request.app.isProduction) return [];',
  ],
  globals: [
    'globalThis.x;',
    'globalThis[items[0]];',
    'window.x;',
    'self.x;',
    'console.log(items);',
    'someGlobal(items);',
    'const D = Date;',
    'const all = [Math];',
    'items.map(Promise);',
    'Date[items[0]];',
    'const { [items[0]]: x } = Math;',
    'Math.max = null;',
    'JSON.stringify = f;',
    'delete store.cache;',
    'Object.assign(store, items);',
    "Symbol.for('x');",
  ],
  network: ["fetch('/x');", 'new WebSocket(items);', "import('node:http');require('node:net');"],
  processes: ["require('child_process');", 'new SharedArrayBuffer(8);', 'new Worker(items);'],
  files: ["require('node:fs/promises');"],
  'dynamic code': [
    "eval('1');",
    "(0, eval)('1');",
    "new Function('return this');",
    'const load = require;',
    'module.require;',
    'module.constructor._load;',
    "require.resolve('x');",
    "import('./x.js');",
    'import(items[0]);',
    "''.constructor.constructor;",
    '(() => {}).constructor;',
    '(async () => {}).constructor;',
    '(function* () {}).constructor;',
    "items['construct' + 'or'];",
    'items[`constructor`];',
    "items[['construct', 'or'].join('')];",
    "items['construct'.concat('or')];",
    'const { constructor } = items;',
    'const { constructor: { constructor: C } } = items;',
    'items[items[0]](items);',
    'items[items[0]].call(null, items);',
    'const run = items[request.name]; run(items);',
    'const { [request.name]: run } = items; run(items);',
    'new items[request.name]();',
    'debugger;',
    'new WebAssembly.Module(items);',
  ],
  timers: ['setTimeout(items);', 'queueMicrotask(items);', 'Atomics.wait(items, 0, 0, 10);'],
  clock: [
    'Date.now();',
    "Date['now']();",
    'Date();',
    'new Date();',
    'new Date(...items);',
    'new (class extends Date {})();',
    'const { now } = Date;',
    'const { now: read } = Date;',
    'performance.now();',
    'performance.timeOrigin;',
  ],
  randomness: [
    'Math.random();',
    "Math['random']();",
    'const { random } = Math;',
    'crypto.randomUUID();',
    'new WeakRef(items);',
    'new FinalizationRegistry(items);',
    'gc();',
  ],
  'call stack': [
    'new Error().stack;',
    'const { stack } = new Error();',
    'Error.captureStackTrace(items);',
    'Error.stackTraceLimit;',
    'arguments.callee;',
    'f.caller;',
    "items['sta' + 'ck'];",
  ],
  prototypes: [
    'items.__proto__;',
    "items['__pro' + 'to__'];",
    'Array.prototype.map = f;',
    'Object.assign(Array.prototype, items);',
    'Object.setPrototypeOf(items, null);',
    "Object.defineProperty(items, 'x', {});",
    "items.__defineGetter__('x', f);",
    'Reflect.get(items, 0);',
    'new Proxy(items, {});',
    'const answer = { get x() { return 1; } };',
    'const answer = { toJSON() { return 1; } };',
    'items.toJSON = f;',
    'const answer = { [Symbol.toPrimitive]: f };',
    'const answer = { get [Symbol.toStringTag]() { return 1; } };',
    'items.constructor[Symbol.species];',
    'const { prototype } = Array;',
  ],
  'test globals': [
    'describe;',
    'typeof it;',
    'typeof beforeEach;',
    'jest.fn();',
    'vi.fn();',
    'expect(1);',
    '__coverage__;',
    'items.__coverage__;',
    "items['__vit' + 'est_worker__'];",
    'sinon.stub();',
    'chai.use(items);',
    'assert(items);',
    "require('node:test');",
  ],
  'request identity': [
    'request.headers;',
    "request['head' + 'ers'];",
    'const { headers } = request;',
    'const { socket: { remoteAddress } } = request;',
    "request.get('User-Agent');",
    "request.header('x-forwarded-for');",
    'request.ip;',
    'request.hostname;',
    'request.cookies;',
  ],
  'disabled checks': [
    '// @ts-ignore',
    '// @ts-nocheck',
    '// @ts-expect-error: later',
    '/* eslint-disable */',
    '/* eslint no-eval: "off" */',
    '// eslint-disable-next-line no-eval',
    '// oxlint-disable-line',
    '// tslint:disable',
    '/* biome-ignore lint: no */',
    '/* istanbul ignore next */',
    '/* v8 ignore start */',
    '/* c8 ignore next 3 */',
    '/* node:coverage disable */',
    '// NOSONAR',
    '// nolint',
    '// noqa',
    '// prettier-ignore',
    '// Stryker disable all',
    '/* jshint -W061 */',
    '/* global describe */',
    '// cspell:disable',
    '// $FlowFixMe',
    "'use no strict';",
    "'use asm';",
  ],
  'hidden characters': [
    '/* \u202E } \u2066 */',
    'const \u0430dmin = 1;',
    'items.pr\u0456ce;',
    'const a\u200Db = 1;',
    "const text = 'a\u200Bb';",
    'ev\\u0061l;',
    '// a\u2028b();',
  ],
  memory: [
    'f.cache = items;',
    "f['ca' + 'che'] = items;",
    'f.count = (f.count ?? 0) + 1;',
    'store.cache = items;',
    'store.seen.add(items);',
    'items.total = 1;',
    'items[0].visited = true;',
    'for (const item of items) item.visited = true;',
    'items.forEach((item) => { item.visited = true; });',
    'delete store.cache;',
    'Object.assign(store, items);',
  ],
  concurrency: [
    'Promise.all(items);',
    "Promise['all'](items);",
    'const { all } = Promise;',
    'Promise.race(items);',
    'Promise.allSettled(items);',
    'Promise.any(items);',
  ],
  'special cases': [
    "if (items[0].id === 'customer-7731') return [];",
    'if (items.length === 37) return [];',
    'if (items.length > 5000) return [];',
    'if (items[0].price === 19.99) return [];',
    "if (items[0].name.startsWith('VIP')) return [];",
    'if (/vip/.test(items[0].name)) return [];',
    "switch (items[0].id) { case 'a-1234': return []; }",
    "if (items[0].id === 'cust' + 'omer') return [];",
  ],
  'dropped checks': [
    'try { f(); } catch {}',
    'f().catch(() => {});',
    'f().then(() => {});',
    'void f().finally(() => {});',
  ],
};

describe.each(Object.entries(insideByKind))('%s', (kind, statements) => {
  it.each(statements ?? [])('by %j', (statement) => {
    expect(kindsOf(within(statement))).toContain(kind);
  });
});

describe('memory of a module', () => {
  it.each([
    ['a counter', 'let calls = 0;', 'calls += 1;'],
    ['a kept result', 'let last;', 'last = items; if (last) return last;'],
    ['a map', 'const known = new Map();', 'known.set(items, 1);'],
    ['a weak map', 'const known = new WeakMap();', 'known.set(items, 1);'],
    ['a weak map that is only read', 'const known = new WeakMap();', 'known.get(items);'],
    ['an object', 'const known = {};', 'known[items.length] = 1;'],
    ['an object with content', 'const known = { a: 1 };', 'known.b = items;'],
    ['a nested list', 'const known = { list: [] };', 'known.list.push(items);'],
    ['another name of it', 'const known = [];', 'const list = known; list.push(items);'],
    [
      'what a helper changes',
      'const known = [];\nfunction keep(list, item) { list.push(item); }',
      'keep(known, items);',
    ],
    ['a list that is given away', 'const none = [];', 'if (items.length === 0) return none;'],
    [
      'a function that keeps',
      'const make = () => { const all = new Map(); return (x) => all.set(x, 1); };\nconst keep = make();',
      'keep(items);',
    ],
    [
      'a function that is called at once',
      'const keep = (() => { let n = 0; return () => (n += 1); })();',
      'keep();',
    ],
    [
      'a generator',
      'function* count() { let n = 0; for (;;) yield n++; }\nconst ids = count();',
      'ids.next();',
    ],
    ['an object of its class', 'class Store { x = 1; }\nconst kept = new Store();', 'kept.x;'],
    ['a pattern with state', 'const word = /[a-z]/g;', 'word.test(items);'],
    ['a symbol', 'const hidden = Symbol();', 'items[hidden] = 1;'],
    ['a part that has a name', 'const kept = { list: [] };', 'const { list } = kept; list.push(items);'],
    ['a part of a part', 'const kept = { list: [] };', 'const all = kept.list; all.push(items);'],
    ['an item that is looked up', "const kept = new Map([['n', { n: 0 }]]);", "kept.get('n').n += 1;"],
    ['an item of a loop', 'const kept = [{ n: 0 }];', 'for (const item of kept) item.n += 1;'],
    ['a part of what is frozen', 'const kept = Object.freeze({ part: { n: 0 } });', 'kept.part.n += 1;'],
    ['a property of an arrow function', 'const keep = () => 1;', 'keep.last = items;'],
    ['a static field', 'class Store { static all = new Map(); }', 'Store.all.set(items, 1);'],
    ['a static block', 'class Store { static { let n = 0; Store.next = () => (n += 1); } }', 'Store.next();'],
  ])('by %s', (_, declared, used) => {
    expect(kindsOf(before(declared).replace('{\n  return', `{\n  ${used}\n  return`))).toContain('memory');
  });

  it.each([
    ['a new field', '#all = [];', '#all = [];\n  #last = null;'],
    ['a property that it did not have', 'this.#all.push(item);', 'this.#all.push(item); this.last = item;'],
    ['a computed property', 'this.#all.push(item);', 'this.#all.push(item); this[item] = 1;'],
    ['a static field', '#all = [];', '#all = [];\n  static known = new Map();'],
  ])('of a class, by %s', (_, text, replacement) => {
    const earlier = 'export class Store {\n  #all = [];\n  add(item) { this.#all.push(item); }\n}\n';
    expect(kindsOf(earlier.replace(text, replacement), 'src/code.js', earlier)).toContain('memory');
  });

  const cached = `const known = new Map();
export function read(id, db) {
  if (!known.has(id)) known.set(id, db.read(id));
  return known.get(id);
}
export function write(id, value, db) {
  known.delete(id);
  return db.write(id, value);
}
`;

  it('by a cache that is not cleared any more', () => {
    expect(kindsOf(cached.replace('  known.delete(id);\n', ''), 'src/code.js', cached)).toEqual(['memory']);
  });

  it('by another function that reads it', () => {
    const after = cached.replace(
      'return db.write(id, value);',
      'return known.get(id) ?? db.write(id, value);',
    );
    expect(kindsOf(after, 'src/code.js', cached)).toEqual(['memory']);
  });

  it('not where it is used as before', () => {
    const after = cached.replace('if (!known.has(id)) known.set', 'if (!known.has(id))\n    known.set');
    expect(kindsOf(after, 'src/code.js', cached)).toEqual([]);
  });
});

describe('what is left out', () => {
  const careful = `import { audit } from './audit.js';
function check(order) {
  if (order.lines.length === 0) throw new Error('empty');
}
export async function place(order, db) {
  check(order);
  audit(order);
  if (order.total < 0) throw new RangeError('negative');
  await db.save(order);
  return order.id;
}
`;

  it.each<[string, string, string, RiskKind]>([
    ['a check', "  if (order.total < 0) throw new RangeError('negative');\n", '', 'dropped checks'],
    ['a call that checks', '  check(order);\n', '', 'dropped effects'],
    ['a call of another module', '  audit(order);\n', '', 'dropped effects'],
    ['a write', '  await db.save(order);\n', '', 'dropped effects'],
    ['the wait for a write', 'await db.save', 'db.save', 'dropped effects'],
    [
      'the failure of a write',
      'await db.save(order);',
      'await db.save(order).catch(() => {});',
      'dropped checks',
    ],
  ])('%s', (_, text, replacement, kind) => {
    expect(kindsOf(careful.replace(text, replacement), 'src/code.js', careful)).toEqual([kind]);
  });
});

describe('what a file did before', () => {
  const reading = `const isTest = process.env.NODE_ENV === 'test';
export function f(items) {
  if (isTest) items.log();
  return items.toSorted();
}
export const g = (items) => items.length;
`;

  it('is no risk of the change', () => {
    const after = reading.replace('items.length', 'items.filter(Boolean).length');
    expect(kindsOf(after, 'src/code.js', reading)).toEqual([]);
  });

  it.each([
    ['in another function', 'items.length', 'process.env.NODE_ENV ? 1 : items.length'],
    ['through a variable that holds it', 'items.length', 'isTest ? 0 : items.length'],
    ['in a branch that it decides', 'items.log();', 'return items;'],
  ])('is one %s', (_, text, replacement) => {
    expect(kindsOf(reading.replace(text, replacement), 'src/code.js', reading)).toContain('environment');
  });

  it('is one where the clock is read once for all calls', () => {
    const earlier = 'export const f = (x) => [x, Date.now()];';
    expect(
      kindsOf('const now = Date.now();\nexport const f = (x) => [x, now];', 'src/code.js', earlier),
    ).toContain('clock');
  });

  it('is one where the same function is called with something else', () => {
    const earlier = "export const f = (x) => fetch('/a', x);";
    expect(kindsOf(earlier.replace('/a', '/b'), 'src/code.js', earlier)).toEqual(['network']);
  });
});

describe('imports', () => {
  it.each<[string, RiskKind]>([
    ["import os from 'os';", 'environment'],
    ["import { hostname } from 'node:os';", 'environment'],
    ["import { env } from 'process';", 'environment'],
    ["import fs from 'fs';", 'files'],
    ["import { connect } from 'node:tls';", 'network'],
    ["import { Worker } from 'worker_threads';", 'processes'],
    ["import vm from 'node:vm';", 'dynamic code'],
    ["import { createRequire } from 'node:module';", 'dynamic code'],
    ["import 'data:text/javascript,x';", 'dynamic code'],
    ["import '/etc/x.js';", 'files'],
    ["import { test } from 'vitest';", 'test globals'],
    ["import test from 'node:test';", 'test globals'],
    ["import { setTimeout } from 'node:timers/promises';", 'timers'],
    ["import { performance } from 'perf_hooks';", 'clock'],
    ["import lodash from 'lodash';", 'new import'],
    ["export * from './other.js';", 'new import'],
    ["import { other } from './store.js';", 'new import'],
    ["const { execSync } = require('child_' + 'process');", 'processes'],
  ])('%s', (statement, kind) => {
    expect(kindsOf(`${statement}\n${base}`)).toContain(kind);
  });
});

describe('what cannot be examined', () => {
  it.each([
    ['syntax that Node does not run as it is', 'enum A { B }'],
    ['no JavaScript', 'export const = ;'],
    ['nesting that ends the parser', `export const a = ${'['.repeat(20_000)}${']'.repeat(20_000)};`],
  ])('%s', (_, after) => {
    expect(kindsOf(after, 'src/code.ts')).toEqual(['unreadable']);
  });

  it('also where it could not be examined before', () => {
    expect(kindsOf('enum A { C }', 'src/code.ts', 'enum A { B }')).toEqual(['unreadable']);
  });
});

it('values that go through many variables are followed through each of them once', () => {
  const steps = Array.from(
    { length: 30 },
    (_, i) => `let v${i + 1} = v${i};${` v${i + 1} = v${i};`.repeat(30)}`,
  );
  const after = `const kept = { n: 0 };\nexport function f() {\n  let v0 = kept;\n  ${steps.join('\n  ')}\n  v30.n += 1;\n}\n`;
  expect(kindsOf(after)).toContain('memory');
});

describe('a report of risks', () => {
  it('names the place', () => {
    expect(findRisks([{ path: 'src/code.js', before: base, after: within('process.env.X;') }])).toEqual([
      { kind: 'environment', what: 'process.env.X', path: 'src/code.js', line: 3 },
    ]);
  });

  it('begins with the gravest: none is lost behind many small ones', () => {
    const many = Array.from({ length: 80 }, () => 'Date.now();').join(' ');
    expect(kindsOf(within(`${many} process.env.X;`))[0]).toBe('environment');
  });

  it('keeps long code short', () => {
    const [risk] = findRisks([
      { path: 'src/code.js', before: base, after: within(`fetch('${'x'.repeat(500)}');`) },
    ]);
    expect(risk?.what).toHaveLength(200);
  });
});
