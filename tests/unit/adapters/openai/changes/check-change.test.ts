import { describe, expect, it } from 'vitest';
import { checkChange } from '#adapters/openai/changes/check-change.ts';
import { codeOf } from '../support/service.ts';

const changing = (before: string, after: string, path = 'src/x.ts'): string =>
  codeOf(() => checkChange([{ path, text: after }], [{ path, text: before }])).replace('model/', '');

describe('an export may not be lost', () => {
  it.each([
    ['export const a = 1, b = 2;\n', 'export const a = 1;\n'],
    ['export const { a, b: [c] } = x;\n', 'export const { a } = x;\n'],
    ['export function a() {}\n', 'function a() {}\n'],
    ['export default function a() {}\n', 'export function a() {}\n'],
    ['export class A {}\n', 'class A {}\n'],
    ['export abstract class A {}\n', 'abstract class A {}\n'],
    ['export enum A { x }\n', 'enum A { x }\n'],
    ['export namespace A { export const x = 1; }\n', 'namespace A { export const x = 1; }\n'],
    ['export type A = 1;\n', 'type A = 1;\n'],
    ['export interface A {}\n', 'interface A {}\n'],
    ['const a = 1;\nexport { a as b };\n', 'const a = 1;\nexport { a };\n'],
    ["export * from './y.ts';\n", "import './y.ts';\n"],
    ["export * as y from './y.ts';\n", "export * from './y.ts';\n"],
    ['const a = 1;\nexport = a;\n', 'const a = 1;\n'],
    ['module.exports = { a, b: 1, c() {} };\n', 'module.exports = { a, b: 1 };\n'],
    ["module.exports = { 'a': 1 };\n", 'module.exports = { b: 1 };\n'],
    ['module.exports = a;\n', 'a();\n'],
    ['module.exports.a = 1;\n', 'a = 1;\n'],
    ['exports.a = exports.b = 1;\n', 'exports.a = 1;\n'],
  ])('%s', (before, after) => {
    expect(changing(before, after)).toBe('export-changed');
    expect(changing(before, `${before}const added = 1;\n`)).toBe('accepted');
  });

  it.each([
    ['written in another way', 'export const a = 1;\n', 'const a = 1;\nexport { a };\n'],
    ['collected', 'exports.a = 1;\nexports.b = 2;\n', 'module.exports = { a: 1, b: 2 };\n'],
    ['quoted in another way', "export * from './y.ts';\n", 'export * from "./y.ts";\n'],
    [
      'around a constant that goes',
      'export const a = () => {\n  const b = 1;\n  return b;\n};\n',
      'export const a = () => {\n  return 1;\n};\n',
    ],
  ])('but may be %s', (_, before, after) => {
    expect(changing(before, after)).toBe('accepted');
  });
});

describe('an import that is added', () => {
  const added = (line: string, ...context: { path: string; text: string }[]): string => {
    const files = [
      { path: 'src/x.ts', text: "import { a } from 'lodash';\nconst b = 1;\n" },
      { path: 'src/util/index.ts', text: 'export const c = 1;\n' },
    ];
    const text = `${line}\n${files[0]?.text}`;
    return codeOf(() => checkChange([{ path: 'src/x.ts', text }], files, context)).replace('model/', '');
  };

  it.each([
    ['of a file without its extension', "import { c } from './util';"],
    ['of a package that the service uses', "import { d } from 'lodash';"],
    ['of a module of Node', "import { createHash } from 'node:crypto';"],
  ])('may be %s', (_, line) => {
    expect(added(line)).toBe('accepted');
  });

  it('may be of an alias that the configuration of the compiler names', () => {
    const line = "import { c } from '@/util';";
    const text = '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }';
    expect(added(line, { path: 'tsconfig.json', text })).toBe('accepted');
    expect(added(line)).toBe('unknown-import');
  });

  it.each([
    ['of a file that is not there', "import { c } from './other';"],
    ['of a package that the service does not use', "import { d } from 'left-pad';"],
  ])('may not be %s', (_, line) => {
    expect(added(line)).toBe('unknown-import');
  });
});

describe('what is exported is called as before', () => {
  it.each([
    ['becomes async', 'export function a(x) { return x; }\n', 'export async function a(x) { return x; }\n'],
    ['becomes a generator', 'export function a(x) { return [x]; }\n', 'export function* a(x) { yield x; }\n'],
    ['needs one parameter more', 'export const a = (x) => x;\n', 'export const a = (x, y) => x + y;\n'],
    ['takes one parameter less', 'export const a = (x, y) => x;\n', 'export const a = (x) => x;\n'],
    [
      'becomes async and default',
      'export default function (x) { return x; }\n',
      'export default async function (x) { return x; }\n',
    ],
    ['becomes async, as a property', 'exports.a = (x) => x;\n', 'exports.a = async (x) => x;\n'],
    ['becomes async, as the module', 'module.exports = (x) => x;\n', 'module.exports = async (x) => x;\n'],
    [
      'becomes async, and is listed',
      'function a(x) { return x; }\nmodule.exports = { a };\n',
      'async function a(x) { return x; }\nmodule.exports = { a };\n',
    ],
  ])('not if it %s', (_, before, after) => {
    expect(changing(before, after)).toBe('signature-changed');
  });

  it.each([
    ['gives its parameters other names', 'export const a = (x) => x;\n', 'export const a = (y) => y;\n'],
    [
      'takes one more that is optional',
      'export function a(x: number) { return x; }\n',
      'export function a(x: number, y?: number) { return x; }\n',
    ],
    [
      'takes one more with a default',
      'export const a = (x) => x;\n',
      'export const a = (x, y = 1) => x * y;\n',
    ],
    [
      'takes what it took as a list',
      'export const a = (x, y) => x + y;\n',
      'export const a = (...all) => all[0] + all[1];\n',
    ],
    [
      'says what its this is',
      'export function a(x: number) { return x; }\n',
      'export function a(this: void, x: number) { return x; }\n',
    ],
    [
      'becomes async where it gave a promise',
      'export const a = (x) => b(x).then(c);\n',
      'export const a = async (x) => c(await b(x));\n',
    ],
    [
      'is another function than the exported one',
      'export const a = 1;\nconst b = (x) => x;\n',
      'export const a = 1;\nconst b = async (x, y) => x;\n',
    ],
    [
      'is a method of the same name',
      'export const a = (x) => x;\nclass B { a(x) {} }\n',
      'export const a = (x) => x;\nclass B { a(x, y) {} }\n',
    ],
  ])('but also if it %s', (_, before, after) => {
    expect(changing(before, after)).toBe('accepted');
  });
});

describe('hidden characters', () => {
  it.each([
    ['of emoji', "log('⚠️ 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿');\n"],
    ['that join letters', "log('می\u200cرو');\n"],
  ])('%s are spelling, and may be written', (_, after) => {
    expect(changing('log();\n', after)).toBe('accepted');
  });

  it.each([
    ['turn the direction', "log('\u202e');\n"],
    ['have no width', "log('a\u200bb');\n"],
    ['join nothing', "log('a\u200db');\n"],
    ['are tags', "log('\u{e0041}');\n"],
    ['are half a character', "log('\ud83d');\n"],
    ['control a terminal', "log('\u001b[2J');\n"],
  ])('that %s may be kept, but not written', (_, after) => {
    expect(changing('log();\n', after)).toBe('hidden-characters');
    expect(changing(after, `${after}more();\n`)).toBe('accepted');
  });
});
