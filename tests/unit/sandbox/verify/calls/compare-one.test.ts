import { expect, test } from 'vitest';
import type { Result } from '#sandbox/runners/node/result.ts';
import { compareOne, foundIn } from '#sandbox/verify/calls/compare-one.ts';
import type { Difference, Tried } from '#sandbox/verify/calls/tried.ts';

const result = (value: number, asked: readonly string[], more: Partial<Result> = {}): Result => ({
  outcome: { how: 'resolved', value },
  after: [],
  shared: [],
  asked,
  madeUp: [],
  mayRemember: false,
  again: null,
  changed: null,
  milliseconds: 1,
  peak: 1,
  ...more,
});

/** How a difference on a made-up call counts; the base repeats itself. */
function originOf(base: Result, candidate: Result): Difference['origin'] | 'none' {
  const comparison = compareOne(base, base, candidate, 'generated');
  if (!comparison || comparison.kind === 'same' || comparison.kind === 'unknown') return 'none';
  return foundIn({ origin: 'generated' } as Tried, comparison).origin;
}

const base = result(1, ['user("a")', 'user("b")', 'user("a")'], { madeUp: ['user("b")'] });

test('a difference with made-up answers rejects where the candidate was told nothing else', () => {
  expect(originOf(base, { ...base, outcome: { how: 'resolved', value: 2 } })).toBe('generated');
  expect(originOf(base, result(2, ['user("b")', 'user("a")'], { madeUp: ['user("b")'] }))).toBe('generated');
});

test('it goes to a person where the candidate was told something else', () => {
  expect(originOf(base, result(2, ['user("a")', 'all()']))).toBe('unusual');
  expect(originOf(base, result(2, [...base.asked, 'user("c")'], { madeUp: ['user("c")'] }))).toBe(
    'collaborator',
  );
});

test('it goes to a person where answers may depend on commands, and the order of the questions is another', () => {
  const remembering = { ...base, mayRemember: true };
  expect(originOf(remembering, { ...remembering, outcome: { how: 'resolved', value: 2 } })).toBe('generated');
  expect(originOf(remembering, result(2, base.asked.toReversed().slice(1)))).toBe('unusual');
});

test('answers that the base cannot use show nothing', () => {
  const message = "Cannot read properties of undefined (reading 'name')";
  const value = { $: 'error', type: 'TypeError', message, properties: [] } as const;
  const failing: Result = { ...base, outcome: { how: 'rejected', value } };
  expect(compareOne(failing, failing, base, 'generated')).toMatchObject({ kind: 'unknown' });
});
