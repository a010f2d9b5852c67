import fc from 'fast-check';
import { expect, it } from 'vitest';
import { describeValues } from '#sandbox/base/describe-values.ts';
import { encode } from '#sandbox/runners/node/encode.ts';

class Cart {
  lines = [1];
}
const encoded = (value: unknown) =>
  encode(value, {
    typeOf: (prototype) => (prototype === Cart.prototype ? 'src/cart.ts#Cart' : undefined),
    standIn: () => ({ $: 'undefined' }),
    most: 100_000,
  });
const words = new Set(['sku', 'qty', 'lines', 'byUser']);
const described = (...values: unknown[]) => describeValues(values.map(encoded), (name) => words.has(name));

it.each([
  ['texts', ['ab', 'abcd'], 'string of 2 to 4'],
  ['numbers and nothing', [1, 2.5, undefined, null], 'number | undefined | null'],
  ['a list', [Array.from({ length: 1_200 }, (_, i) => i)], 'array of 1,200: number'],
  ['lists of other kinds', [[], ['a', 1]], 'array of 0 to 2: string of 1 | number'],
  ['objects', [{ sku: 'a', qty: 1 }, { sku: 'abc' }], '{ sku: string of 1 to 3, qty?: number }'],
  ['an instance', [new Cart()], 'Cart { lines: array of 1: number }'],
  ['a map and a set', [new Map([['a', 1]]), new Set(['xy'])], 'map of 1: number | set of 1: string of 2'],
  [
    'a table by names of users',
    [{ byUser: { ann: 1, bob: 2 } }],
    '{ byUser: { 2 other properties: number } }',
  ],
  ['what is deep', [[[[['secret']]]]], 'array of 1: array of 1: array of 1: array of 1'],
])('describes %s', (_, values, text) => {
  expect(described(...values)).toBe(text);
});

it('tells no value, and no name that the code does not have', () => {
  const text = fc.string({ minLength: 5 }).map((word) => `§${word}`);
  const value = fc.letrec((tie) => ({
    any: fc.oneof(text, fc.array(tie('any')), fc.dictionary(text, tie('any'))),
  })).any;
  fc.assert(
    fc.property(value, (any) => {
      expect(described(any)).not.toContain('§');
    }),
  );
});
