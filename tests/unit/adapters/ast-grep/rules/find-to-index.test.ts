import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findToIndex } from '#adapters/ast-grep/rules/find-to-index.ts';
import { expectSameResults, rewrite, run } from './rewriting.ts';

const product =
  'interface Product { readonly sku: string; readonly name: string; stock: number; size?: string }\n';
const subject = (body: string, parameters = 'lines: readonly Line[], products: readonly Product[]') =>
  `${product}export function subject(${parameters}) {\n${body}\n}\n`;
const mapped = subject(`  return lines.map((line) => {
    const product = products.find((product) => product.sku === line.sku);
    return product?.name ?? 'none';
  });`);

const sku = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'a', 'b', ''), fc.string());
const products = fc.array(fc.record({ sku, name: fc.string() }));
const lines = fc.array(fc.record({ sku: fc.oneof(sku, fc.constantFrom(undefined, null, Number.NaN, 0)) }));

describe('find-to-index', () => {
  it('builds a map before the loop, named for its content', () => {
    expect(rewrite(findToIndex, mapped)).toContain(
      [
        '  const productBySku = new Map<string, Product>();',
        '  for (const product of products) {',
        '    if (!productBySku.has(product.sku)) productBySku.set(product.sku, product);',
        '  }',
        '  return lines.map((line) => {',
        '    const product = productBySku.get(line.sku);',
      ].join('\n'),
    );
  });

  it('finds the same elements: the first of two with one key, nothing for a missing key', () => {
    const [before, rewritten] = [run(mapped), run(rewrite(findToIndex, mapped) ?? '')];
    expectSameResults(before, rewritten, lines, products);
    const twins = [
      { sku: 'a', name: 'first' },
      { sku: 'a', name: 'second' },
    ];
    expect(rewritten([{ sku: 'a' }, { sku: '__proto__' }], twins)).toEqual(['first', 'none']);
    expect(rewritten([], [])).toEqual([]);
  });

  it('uses one map for every search of the loop, before the outermost loop', () => {
    const source = subject(`  const names = [];
  // Every line twice.
  for (const line of lines) {
    for (const sku of line.skus) {
      names.push(products.find((p) => sku === p.sku)?.name, products.find((q) => q.sku === line.sku)?.name);
    }
  }
  return names;`);
    const rewritten = rewrite(findToIndex, source) ?? '';
    expect(rewritten.match(/new Map/g)).toHaveLength(1);
    expect(rewritten).toContain('names.push(pBySku.get(sku)?.name, pBySku.get(line.sku)?.name);');
    expect(rewritten).toContain('  }\n  // Every line twice.\n  for (const line of lines) {');
    const given = [{ sku: 'b', skus: ['a', 'c'] }];
    const known = [
      { sku: 'a', name: 'A' },
      { sku: 'b', name: 'B' },
    ];
    expect(run(rewritten)(given, known)).toEqual(run(source)(given, known));
  });

  it('reads the type from the file that declares it', () => {
    const source = mapped.replace(product, "import type { Product } from './product.ts';\n");
    const file = { path: 'src/product.ts', text: `export ${product}` };
    expect(rewrite(findToIndex, source, [file])).toContain('new Map<string, Product>()');
    expect(rewrite(findToIndex, source)).toBeNull();
    expect(rewrite(findToIndex, source, [file, { ...file, path: 'src/other.ts' }])).toBeNull();
  });

  it('reads a constant that was filtered from the list', () => {
    const source = subject(`  const sold = products.filter((p) => p.stock > 0);
  return lines.map((line) => sold.find((p) => p.sku === line.sku)?.name);`);
    expect(rewrite(findToIndex, source)).toContain('for (const p of sold) {');
  });

  it('asks the map whether there is an element, and reads a list that only other code changes', () => {
    const source = subject(
      '  products.push(extra);\n  return lines.filter((line) => products.some((p) => p.sku === line.sku));',
      'lines: Line[], products: Product[]',
    ).replace('extra', "{ sku: 'x', name: '', stock: 0 }");
    const rewritten = rewrite(findToIndex, source) ?? '';
    expect(rewritten).toContain('lines.filter((line) => pBySku.has(line.sku))');
    const [given, known] = [[{ sku: 'a' }, { sku: 'x' }], [{ sku: 'a', name: 'A' }]];
    expect(run(rewritten)(given, [...known])).toEqual(run(source)(given, [...known]));
  });

  it('uses another name if its first choice is taken', () => {
    const source = `const productBySku = 1;\n${mapped}`;
    expect(rewrite(findToIndex, source)).toContain('const productsIndex = new Map');
  });

  const loop = (search: string) => `  return lines.map((line) => ${search});`;
  const search = 'products.find((p) => p.sku === line.sku)';
  it.each([
    ['the search is not in a loop', subject(`  return ${search};`)],
    [
      'unknown code may change the list',
      subject(loop(`note(line, ${search})`), 'lines: Line[], products: Product[]'),
    ],
    ['the list may be missing', subject(loop(search), 'lines: Line[], products?: readonly Product[]')],
    ['the list has no type', subject(loop(search), 'lines, products')],
    ['the parameter is reassigned', subject(`  products = other;\n${loop(search)}`)],
    ['a cast makes the list writable', subject(`  (products as Product[]).pop();\n${loop(search)}`)],
    [
      'the loop awaits',
      subject(
        '  for (const line of lines) { await pause(); use(products.find((p) => p.sku === line.sku)); }',
      ),
    ],
    ['the key may be absent', subject(loop('products.find((p) => p.size === line.size)'))],
    ['the key is a number', subject(loop('products.find((p) => p.stock === line.stock)'))],
    ['the comparison is loose', subject(loop('products.find((p) => p.sku == line.sku)'))],
    [
      'the callback has another condition',
      subject(loop('products.find((p) => p.sku === line.sku && p.stock > 0)')),
    ],
    ['the sought key is computed', subject(loop('products.find((p) => p.sku === keyOf(line))'))],
    ['the sought key may be skipped', subject(loop('products.find((p) => p.sku === line?.sku)'))],
    ['the sought key reads the element', subject(loop('products.find((p) => p.sku === p.name)'))],
    ['the callback uses the index', subject(loop('products.find((p, i) => p.sku === line.sku)'))],
    ['the call is optional', subject(loop('products?.find((p) => p.sku === line.sku)'))],
    ['a this is bound', subject(loop('products.find((p) => p.sku === line.sku, line)'))],
    ['the function writes to keys', subject(`  other.sku = 'x';\n${loop(search)}`)],
    [
      'the list is made in the loop',
      subject(
        '  for (const line of lines) { const own: readonly Product[] = make(line); use(own.find((p) => p.sku === line.sku)); }',
      ),
    ],
    [
      'the loop appends to the constant',
      subject(
        `  const sold = products.filter((p) => p.stock > 0);\n${loop('[sold.push(extra), sold.find((p) => p.sku === line.sku)]')}`,
      ),
    ],
    [
      'the loop passes the constant on',
      subject(
        `  const sold = products.filter((p) => p.stock > 0);\n${loop('[register(sold), sold.find((p) => p.sku === line.sku)]')}`,
      ),
    ],
    ['the list has two meanings', subject(`  { var products = other; }\n${loop(search)}`)],
    ['the file has a Map of its own', `class Map {}\n${mapped}`],
    [
      'no statement encloses the loop',
      `${product}export const subject = (lines: Line[], products: readonly Product[]) => lines.map((line) => ${search});`,
    ],
    ['the element type is a parameter', mapped.replace('subject(', 'subject<Product>(')],
  ])('leaves the function unchanged if %s', (_, source) => {
    expect(rewrite(findToIndex, source)).toBeNull();
  });

  it('trusts a writable key only if the loop calls no unknown function', () => {
    const writable = mapped.replace('readonly sku', 'sku');
    expect(rewrite(findToIndex, writable)).not.toBeNull();
    expect(
      rewrite(findToIndex, writable.replace("return product?.name ?? 'none'", 'return rename(product)')),
    ).toBeNull();
  });
});
