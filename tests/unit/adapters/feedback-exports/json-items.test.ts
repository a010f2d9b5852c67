import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemsOf } from '#adapters/feedback-exports/json-items.ts';
import { allOf } from '../../../support/all-of.ts';

async function* piecesOf(text: string, length: number): AsyncGenerator<string> {
  for (let i = 0; i < text.length; i += length) yield text.slice(i, i + length);
}

async function itemsIn(text: string, length = 7): Promise<readonly string[]> {
  return allOf(itemsOf(piecesOf(text, length)));
}

test('any list is read as JSON reads it, however it is cut and indented', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.jsonValue()),
      fc.integer({ min: 1, max: 20 }),
      fc.nat(3),
      async (list, length, indent) => {
        const items = await itemsIn(JSON.stringify(list, null, indent), length);
        expect(items.map((item) => JSON.parse(item))).toEqual(JSON.parse(JSON.stringify(list)));
      },
    ),
  );
});

test('brackets, commas and quotes within texts separate nothing', async () => {
  expect(await itemsIn(String.raw`["a,]}\"", {"b": "\\"}]`)).toHaveLength(2);
});

test('the item at which a list was cut off is an item', async () => {
  expect(await itemsIn('[{"a":1},{"b":')).toEqual(['{"a":1}', '{"b":']);
});
