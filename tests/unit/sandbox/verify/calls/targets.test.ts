import { describe, expect, test } from 'vitest';
import { findTargets } from '#sandbox/verify/calls/targets.ts';

const sizes =
  'export function sizes(folder) { return total(folder); }\nfunction total(folder) { return folder.bytes; }';
const remembering = sizes
  .replace(
    'sizes(folder) { return total(folder)',
    'sizes(folder, known = new Map()) { return total(folder, known)',
  )
  .replace(
    'total(folder) { return folder.bytes',
    'total(folder, known) { return known.get(folder) ?? folder.bytes',
  );
const change = (path: string, before: string, after: string) => ({ path, before, after });

describe('an exported function that takes one more parameter', () => {
  test('is compared as its callers call it', () => {
    const { functions, unseen } = findTargets([change('src/a.js', sizes, remembering)], new Map());
    expect(functions).toEqual(['src/a.js#sizes']);
    expect(unseen).toEqual([]);
  });

  test('is not where its callers may change, too', () => {
    const changes = [change('src/a.js', sizes, remembering), change('src/b.js', 'f(1);', 'f(1, 2);')];
    expect(findTargets(changes, new Map()).functions).toEqual([]);
  });
});

describe('an exported function that only the candidate has', () => {
  const before = 'export function sizes(folder) { return folder.bytes; }';
  const after = 'import { total } from "./b.js"; export function sizes(folder) { return total(folder); }';
  const added = change('src/b.js', '', 'export function total(folder) { return folder.bytes; }');

  test('is seen by the compared function of another module that uses it', () => {
    const { functions, unseen } = findTargets([change('src/a.js', before, after), added], new Map());
    expect(functions).toEqual(['src/a.js#sizes']);
    expect(unseen).toEqual([]);
  });

  test.each([
    ['none uses it', change('src/a.js', before, before.replace('bytes', 'size'))],
    [
      'only code outside of functions uses it',
      change('src/a.js', '', after.replace(/export.*/, 'total({});')),
    ],
  ])('is unseen where %s', (_, other) => {
    expect(findTargets([other, added], new Map()).unseen).toContain('src/b.js: total');
  });
});

test('texts and names of properties in all modules of the service may be options', () => {
  const modules = new Map([['src/b.js', "export const orders = { asc: 1, ['desc']: -1 }; orders.none;"]]);
  const { literals } = findTargets([change('src/a.js', sizes, remembering)], modules);
  expect([...literals.names].toSorted()).toEqual(['asc', 'bytes', 'desc', 'get', 'none']);
});

test.each([
  ['an enum', 'enum Size { Small }'],
  ['a parameter property', 'class Box { constructor(readonly size: number) {} }'],
])('a module with %s, which Node does not run as it is, is named as not seen', (_, declared) => {
  const before = `${declared}\nexport const size = (n: number) => n;`;
  const { functions, unseen } = findTargets(
    [change('src/a.ts', before, before.replace('=> n', '=> +n'))],
    new Map(),
  );
  expect(functions).toEqual([]);
  expect(unseen).toEqual(['src/a.ts: its syntax cannot be read (enums, parameter properties, JSX)']);
});
