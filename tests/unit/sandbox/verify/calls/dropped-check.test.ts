import { expect, test } from 'vitest';
import type { Encoded, Outcome, RecordedHistory, RecordedUse } from '#sandbox/runners/node/encoded.ts';
import type { Result } from '#sandbox/runners/node/result.ts';
import { dropsCheck } from '#sandbox/verify/calls/dropped-check.ts';

const words = new Set([' must be above 0', 'limit', ', ']);
const call = (...args: readonly Encoded[]) =>
  ({ kind: 'call', target: 'src/a.js#a', self: null, args, answers: {} }) satisfies RecordedUse;
const resultOf = (outcome: Outcome) => ({ outcome }) as Result;
const threw = (message: string): Outcome => ({
  how: 'threw',
  value: { $: 'error', type: 'RangeError', message, properties: [] },
});
const returned: Outcome = { how: 'returned', value: 1 };
const drops = (use: RecordedUse, base: Outcome, candidate: Outcome): boolean =>
  dropsCheck(use, resultOf(base), resultOf(candidate), words);

test('a candidate that accepts what the base refuses in its own words drops a check', () => {
  expect(drops(call(-1), threw('-1 must be above 0'), returned)).toBe(true);
});

test('one that refuses it, too, does not, nor one that accepts what the engine refuses', () => {
  expect(drops(call(-1), threw('-1 must be above 0'), threw('no'))).toBe(false);
  expect(drops(call(-1), threw('Invalid count value: -1'), returned)).toBe(false);
  expect(drops(call(-1), returned, threw('-1 must be above 0'))).toBe(false);
});

test('a check that NaN alone passes is none', () => {
  expect(drops(call({ $: 'number', text: 'NaN' }), threw('NaN must be above 0'), returned)).toBe(false);
});

test('of a history, the first call that ended otherwise counts', () => {
  const life: RecordedHistory = { kind: 'history', object: '1', target: 'src/a.js#A', args: [-1], calls: [] };
  const ended = (...outcomes: readonly Outcome[]): Outcome => ({
    how: 'returned',
    value: {
      $: 'array',
      items: outcomes.map((one) => ({ $: 'array', items: [one.how, 'value' in one ? one.value : null] })),
    },
  });
  const refused = threw('limit must be above 0');
  expect(drops(life, ended(refused), ended(returned))).toBe(true);
  expect(drops(life, ended(returned, refused), ended(threw('other'), returned))).toBe(false);
});
