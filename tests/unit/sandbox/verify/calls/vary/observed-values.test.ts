import { expect, test } from 'vitest';
import type { Encoded } from '#sandbox/runners/node/encoded.ts';
import { ObservedInputs } from '#sandbox/verify/calls/vary/observed-values.ts';

const inputs = (...texts: readonly string[]): readonly (readonly Encoded[])[] =>
  [...texts, ...texts, ...texts, ...texts].map((text) => [text]);
const areOptions = (texts: readonly string[], names: readonly string[], others: readonly Encoded[] = []) =>
  new ObservedInputs([...inputs(...texts), others], new Set(names)).at('0')?.areOptions;

test('few texts that come again and again are options if the code names one of them', () => {
  expect(areOptions(['asc', 'desc'], ['desc'])).toBe(true);
  expect(areOptions(['ada', 'bo'], ['desc'])).toBe(false);
});

test('so are those that name a property of a value', () => {
  const row: Encoded = { $: 'object', properties: [['price', 3]] };
  expect(areOptions(['price', 'name'], [], ['price', row])).toBe(true);
});

test('many texts are none', () => {
  const texts = Array.from({ length: 6 }, (_, i) => `text ${i}`);
  expect(areOptions(texts, texts)).toBe(false);
});
