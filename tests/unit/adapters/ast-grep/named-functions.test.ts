import { describe, expect, it } from 'vitest';
import { functionAt, isReplaceable, namedFunctions } from '#adapters/ast-grep/named-functions.ts';
import { isSource, isWellFormed, parseSource } from '#adapters/ast-grep/syntax.ts';

const namesIn = (text: string, path = 'src/a.ts') =>
  namedFunctions(parseSource(path, text)).map(({ name }) => name);

describe('a function has a name', () => {
  it.each([
    ['declared', 'function list() {}', 'list'],
    ['exported', 'export async function list() {}', 'list'],
    ['in a constant', 'const list = () => 1;', 'list'],
    ['in a variable', 'var list = function () {};', 'list'],
    ['in a variable that changes', 'let list = async () => 1;', 'list'],
    ['a method', 'class A { list() {} }', 'list'],
    ['a private method', 'class A { #list() {} }', '#list'],
    ['in a field', 'class A { list = () => 1; }', 'list'],
    ['a method of an object', 'export const api = { list() {} };', 'list'],
    ['in an object', "const api = { 'list': function () {} };", 'list'],
    ['in a property', 'exports.list = async () => 1;', 'list'],
    ['of a prototype', 'Shop.prototype.list = function () {};', 'list'],
    ['the module', 'module.exports = function () {};', 'exports'],
    ['the default export', 'export default async (rows) => rows;', 'default'],
    ['an anonymous default declaration', 'export default function () {}', 'default'],
    ['wrapped', 'const list = cached(async () => 1, { size: 9 });', 'list'],
    ['wrapped for export', 'export const GET = route(async () => 1);', 'GET'],
    ['an inline handler', "router.get('/x', async (req, res) => res.end());", "router.get('/x')"],
    ['an inline listener', "server.on('request', function () {});", "server.on('request')"],
    ['a checked handler', "router.get('/x', checked(async (req) => 1));", "router.get('/x')"],
    ['wrapped twice', 'export const list = cached(retried(async () => 1));', 'list'],
    ['wrapped in an object', 'export default { list: cached(async () => 1) };', 'list'],
    ['beside others', 'let size, list = () => 1;', 'list'],
    ['in quotes', "class A { 'list-all'() {} }", 'list-all'],
    ['a getter', 'class A { get list() { return 1; } }', 'list'],
    ['a static block', 'class A { static { fill(); } }', 'static'],
    ['in a chain', "program.command('run').action(async () => 1);", 'program.command().action()'],
    ['at the end of a chain', '(await rows()).map((row) => row);', 'map()'],
    ['given to a constructor', 'const pool = new Pool(() => 1);', 'new Pool()'],
    ['one of a list', 'const steps = [() => 1];', 'steps'],
    ['called at once', 'const list = (() => 1)();', 'list'],
    ['called at once for nothing', '(async () => { await 1; })();', '(anonymous)'],
  ])('%s', (_, text, name) => {
    expect(namesIn(text)).toEqual([name]);
  });

  it('if it is a callback, only where no function is around it, or it handles a route', () => {
    expect(namesIn('function list() { rows.map((row) => row); }')).toEqual(['list']);
    expect(namesIn("router.get('/x', (req) => req.rows.map((row) => row));")).toEqual(["router.get('/x')"]);
    expect(namesIn('function list() { const all = rows.map((row) => row); }')).toEqual(['list']);
    expect(namesIn("function open(api) { api.get('/x', checked(() => rows.map((row) => row))); }")).toEqual([
      'open',
      "api.get('/x')",
    ]);
  });

  it('whatever the file is called', () => {
    for (const path of ['a.ts', 'a.mts', 'a.cts', 'a.tsx', 'a.js', 'a.mjs', 'a.cjs', 'a.jsx']) {
      expect(isSource(path)).toBe(true);
      expect(namesIn('function list() {}', path)).toEqual(['list']);
    }
    expect(isSource('a.d.ts')).toBe(false);
  });

  it('and can be replaced as a whole, but for an entry of an object and a callback', () => {
    const of = (text: string) => namedFunctions(parseSource('a.ts', text)).map(isReplaceable);
    expect(of('function list() {} export function other() {}')).toEqual([true, true]);
    expect(of('class A { list() {} other = () => 1; }')).toEqual([true, true]);
    expect(of('exports.list = () => 1;')).toEqual([true]);
    expect(of('const api = { list() {} };')).toEqual([true]);
    expect(of('const api = { list: () => 1 };')).toEqual([false]);
    expect(of("router.get('/x', () => 1);")).toEqual([false]);
    expect(of('const steps = [() => 1], list = () => 1;')).toEqual([false, false]);
  });

  it('by which a profile finds it, a callback by its line', () => {
    const text =
      "const a = 1;\nrouter.get('/x', async (req, res) => {\n  res.end(req.rows.map((row) => row));\n});\n";
    const at = (name: string, line: number) => functionAt(parseSource('a.js', text), { name, line })?.name;
    expect(at('(anonymous)', 3)).toBe("router.get('/x')");
  });

  it.each([
    ['a method of a prototype', 'Shop.list', 2, 2],
    ['the same name further down', 'list', 5, 5],
    ['a getter', 'get total', 6, 6],
    ['a setter on the same line', 'set total', 6, 6],
    ['a constructor', 'Shop', 4, 4],
    ['what sets the fields', 'Shop', 7, 4],
    ['a private method', '#join', 8, 8],
    ['a static block', 'Shop', 9, 9],
  ])('as V8 writes it: %s', (_, name, line, expected) => {
    const text = `function Old() {}
Old.prototype.list = function () {};
class Shop extends Old {
  constructor() { super(); }
  list() {}
  get total() { return 1; } set total(to) {}
  rows = compute();
  #join() {}
  static { fill(); }
}
`;
    const found = functionAt(parseSource('a.js', text), { name, line });
    expect((found?.node.range().start.line ?? -1) + 1).toBe(expected);
  });
});

describe('a text is well-formed', () => {
  it.each([
    ['with an enum', 'export enum Size { Small, Large }\nfunction list() {}'],
    ['with a namespace', 'export namespace Units { export const gram = 1; }'],
    ['with parameter properties', 'class A { constructor(private readonly b: number) {} }'],
    [
      'with global declarations',
      'declare global { namespace Express { interface Request { user?: string } } }\nexport {};',
    ],
  ])('%s', (_, text) => {
    expect(isWellFormed('a.ts', text)).toBe(true);
  });

  it.each([
    ['JSX in a .js file', 'a.js', 'const a = () => <li>1</li>;\nfunction list() { return 1; }'],
    ['a decorator', 'a.ts', "class A {\n  @Get('/x')\n  list() { return 1; }\n}"],
  ])('if it has %s as before, and still is', (_, path, before) => {
    const after = before.replace('return 1', 'return 2');
    expect(isWellFormed(path, after, before)).toBe(true);
    expect(isWellFormed(path, `${after}\n)(`, before)).toBe(false);
  });

  it('with JSX only if nothing is missing', () => {
    const text = 'export const List = () => { const all = rows(); return <ul>{all}</ul>; };';
    for (const path of ['a.tsx', 'a.jsx', 'a.js']) {
      expect(isWellFormed(path, text, text)).toBe(true);
      expect(isWellFormed(path, text.replace('rows()', '(rows()'), text)).toBe(false);
      expect(isWellFormed(path, text.slice(0, -2), text)).toBe(false);
    }
  });

  it('not otherwise', () => {
    for (const text of ['const a = (1;', 'function () {', 'await 1; function list() { await 2; }'])
      expect(isWellFormed('a.ts', text)).toBe(false);
  });
});
