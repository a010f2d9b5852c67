import { expect, test } from 'vitest';
import type { Encoded, EncodedObject } from '#sandbox/runners/node/encoded.ts';
import { codeOf } from '#sandbox/verify/calls/code.ts';
import { deepened } from '#sandbox/verify/calls/vary/deepen.ts';

const object = (fields: Record<string, Encoded>): EncodedObject => ({
  $: 'object',
  properties: Object.entries(fields),
});
const list = (...items: readonly Encoded[]): Encoded => ({ $: 'array', items });

test('a folder in a folder is put into itself', () => {
  const inner = object({ name: 'inner', folders: list() });
  const tree = object({ name: 'outer', folders: list(inner, inner) });
  expect(codeOf(deepened(tree, 2) ?? null)).toBe(
    '{ name: "outer", folders: [{ name: "outer", folders: [{ name: "outer", folders: [{ name: "inner", folders: [] }, { name: "inner", folders: [] }] }] }] }',
  );
});

test('so is a node that names the next one, below other values', () => {
  const node = object({ id: 1, next: object({ id: 2, next: null }) });
  expect(codeOf(deepened(list(object({ head: node })), 1) ?? null)).toBe(
    '[{ head: { id: 1, next: { id: 1, next: { id: 2, next: null } } } }]',
  );
});

test('what holds nothing of its own kind is not', () => {
  expect(deepened(object({ name: 'a', folders: list(object({ bytes: 1 })) }), 4)).toBeNull();
  expect(deepened(list('a', 'b'), 4)).toBeNull();
});
