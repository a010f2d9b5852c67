import { expect, test } from 'vitest';
import type { Encoded, RecordedUse } from '#sandbox/runners/node/encoded.ts';
import { ofSeenKinds } from '#sandbox/verify/calls/vary/seen-kinds.ts';

const life = (limit: Encoded, key: Encoded): RecordedUse => ({
  kind: 'history',
  object: '1',
  target: 'src/limiter.js#Limiter',
  args: [limit],
  calls: [{ method: 'allow', args: [{ $: 'array', items: [key] }] }],
});
const isOfSeenKinds = ofSeenKinds([life(1, 'ada'), life(2, 'bo')]);

test('another number or text is of a kind that was seen, however far from those it is', () => {
  expect(isOfSeenKinds(life(-1, ''))).toBe(true);
});

test('a value of another type is not, nor an object with what no other has', () => {
  expect(isOfSeenKinds(life('1', 'ada'))).toBe(false);
  expect(isOfSeenKinds(life(1, 7))).toBe(false);
  expect(isOfSeenKinds(life(1, { $: 'object', properties: [['id', 'ada']] }))).toBe(false);
  expect(isOfSeenKinds({ ...life(1, 'ada'), calls: [{ method: 'reset', args: [] }] } as RecordedUse)).toBe(
    false,
  );
});
