import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadReduceToObject } from '#adapters/ast-grep/rules/spread-reduce-to-object.ts';
import { expectSameResults, outcome, rewrite, run } from './rewriting.ts';

const typed = `
interface Item { readonly sku: string; readonly price: number }
export function subject(items: readonly Item[]): Record<string, number> {
  return items.reduce<Record<string, number>>((all, item) => ({ ...all, [item.sku]: item.price }), {});
}
`;

const items = fc.array(
  fc.record({
    sku: fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', '1', '0', 'a', ''), fc.string()),
    price: fc.double(),
  }),
);

describe('spread-reduce-to-object', () => {
  it('builds the object from its entries and keeps the type of the values', () => {
    expect(rewrite(spreadReduceToObject, typed)).toContain(
      '  return Object.fromEntries<number>(items.map((item) => [item.sku, item.price]));\n',
    );
  });

  it('gives the same object for every list, including duplicate keys and __proto__', () => {
    const [before, rewritten] = [run(typed), run(rewrite(spreadReduceToObject, typed) ?? '')];
    expectSameResults(before, rewritten, items);
    const twice = [
      { sku: 'b', price: 1 },
      { sku: '__proto__', price: 2 },
      { sku: 'b', price: 3 },
    ];
    expect(outcome(rewritten, twice)).toEqual({
      entries: [
        ['b', 3],
        ['__proto__', 2],
      ],
    });
    expect(outcome(rewritten, [])).toEqual({ entries: [] });
  });

  it.each([
    [
      'a cast of the start',
      'items.reduce((all, item) => ({ ...all, [item.sku]: 1 }), {} as Record<string, number>)',
    ],
    [
      'an annotated accumulator',
      'items.reduce((all: { [k: string]: number }, item) => ({ ...all, [item.sku]: 1 }), {})',
    ],
    [
      'a body that only returns',
      'items.reduce<Record<string, number>>((all, item) => { return { ...all, [item.sku]: 1 }; }, {})',
    ],
    [
      'a list made on the spot',
      'Object.keys(items).reduce<Record<string, number>>((all, key) => ({ ...all, [key]: 1 }), {})',
    ],
  ])('reads %s', (_, expression) => {
    const source = `export function subject(items: { sku: string }[]) { return ${expression}; }`;
    expect(rewrite(spreadReduceToObject, source)).toContain('Object.fromEntries<number>(');
  });

  it('breaks the line if it would be longer than the lines of the file', () => {
    const source = `
export function subject(quarterlyRevenues: readonly { region: string; amount: number }[]) {
  return quarterlyRevenues.reduce<Record<string, number>>(
    (sums, revenue) => ({ ...sums, [revenue.region]: revenue.amount * 100 }),
    {},
  );
}
`;
    expect(rewrite(spreadReduceToObject, source)).toContain(
      '  return Object.fromEntries<number>(\n' +
        '    quarterlyRevenues.map((revenue) => [revenue.region, revenue.amount * 100]),\n' +
        '  );\n',
    );
  });

  it.each([
    [
      'the value reads the accumulator',
      'items.reduce<Record<string, number>>((all, item) => ({ ...all, [item.sku]: all.x + 1 }), {})',
    ],
    [
      'the key reads the accumulator',
      'items.reduce<Record<string, number>>((all, item) => ({ ...all, [all.x]: 1 }), {})',
    ],
    [
      'the start is not empty',
      'items.reduce<Record<string, number>>((all, item) => ({ ...all, [item.sku]: 1 }), { a: 1 })',
    ],
    [
      'it sets more than one entry',
      'items.reduce<Record<string, number>>((all, item) => ({ ...all, [item.sku]: 1, b: 2 }), {})',
    ],
    [
      'the old entries win',
      'items.reduce<Record<string, number>>((all, item) => ({ [item.sku]: 1, ...all }), {})',
    ],
    [
      'the reducer is async',
      'items.reduce<Promise<object>>(async (all, item) => ({ ...all, [item.sku]: 1 }), {})',
    ],
    [
      'the reducer uses the index',
      'items.reduce<Record<string, number>>((all, item, i) => ({ ...all, [item.sku]: i }), {})',
    ],
    [
      'the keys are not plain strings',
      "items.reduce<Record<'a' | 'b', number>>((all, item) => ({ ...all, [item.sku]: 1 }), {})",
    ],
    ['no type is given for the values', 'items.reduce((all, item) => ({ ...all, [item.sku]: 1 }), {})'],
    [
      'the list may be something else',
      'other.reduce<Record<string, number>>((all, item) => ({ ...all, [item.sku]: 1 }), {})',
    ],
    [
      'the list has holes',
      '[1, , 2].reduce<Record<string, number>>((all, item) => ({ ...all, [item]: 1 }), {})',
    ],
  ])('leaves the function unchanged if %s', (_, expression) => {
    const source = `export function subject(items: { sku: string }[], other: Bag) { return ${expression}; }`;
    expect(rewrite(spreadReduceToObject, source)).toBeNull();
  });

  it('leaves the function unchanged if the file has an Object of its own', () => {
    expect(rewrite(spreadReduceToObject, `import { Object } from './own.ts';\n${typed}`)).toBeNull();
  });
});
