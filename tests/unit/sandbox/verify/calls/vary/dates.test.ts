import { expect, test } from 'vitest';
import { datesAtDistances } from '#sandbox/verify/calls/vary/dates.ts';

test('dates lie exactly as far from others as the code names numbers', () => {
  const dates = datesAtDistances('2026-03-01', ['2026-04-10', 'tea'], [30]);
  expect(dates).toEqual(
    expect.arrayContaining(['2026-01-30', '2026-03-31', '2026-03-11', '2026-05-10', '2026-04-10']),
  );
  expect(dates).not.toContain('2026-03-01');
});

test('a time keeps its format', () => {
  expect(datesAtDistances('2026-03-01T08:00:00Z', [], [])).toContain('2026-03-02T08:00:00Z');
  expect(datesAtDistances('2026-03-01T08:00:00.000Z', [], [])).toContain('2026-02-28T08:00:00.000Z');
});

test.each(['tea', '', '2026-99-99', '12'])('there is none for %j', (text) => {
  expect(datesAtDistances(text, ['2026-04-10'], [30])).toEqual([]);
});

test('a number that is no number of days is left out', () => {
  expect(datesAtDistances('2026-03-01', [], [0.5, 1e300, Number.NaN])).toEqual(['2026-02-28', '2026-03-02']);
});
