import { describe, expect, test } from 'vitest';
import { stepTo } from '#core/performance/series/next-step.ts';
import type { SeriesPoint } from '#core/performance/series/ports.ts';
import { hour, minute } from '#core/time.ts';
import { countOf, start } from './points.ts';

const latest = countOf([5, 50], start + minute);
const nothing = { moves: false, growth: null, refusal: null };
const refused = (reason: RegExp, moves: boolean) => ({
  moves,
  growth: null,
  refusal: expect.stringMatching(reason),
});

describe('the first point of a series', () => {
  test('adds all of its requests if the series began within five minutes', () => {
    const point = countOf([5, 50], start + 5 * minute);
    expect(stepTo(point, null)).toEqual({ moves: true, growth: point, refusal: null });
  });

  test('is only remembered, with a reason, if it began earlier', () => {
    expect(stepTo(countOf([5], start + hour), null)).toEqual(refused(/the next one counts/, true));
  });

  test('adds nothing, and for no reason, if it counts nothing', () => {
    const empty = stepTo(countOf([], start + hour), null);
    expect(empty).toMatchObject({ moves: true, growth: { count: 0 }, refusal: null });
  });
});

describe('a later point', () => {
  test('adds what came since the latest one', () => {
    const step = stepTo(countOf([5, 50, 7], start + 2 * minute), latest);
    expect(step).toMatchObject({ moves: true, growth: { count: 1, sum: 7 }, refusal: null });
  });

  test('adds nothing if it is the same or was overtaken', () => {
    expect(stepTo(latest, latest)).toEqual(nothing);
    expect(stepTo(countOf([5], start + 1), latest)).toEqual(nothing);
  });

  test('after more than five minutes is only remembered, with a reason if it counted anything', () => {
    const late = start + 6 * minute + 1;
    expect(stepTo(countOf([5, 50, 7], late), latest)).toEqual(refused(/covers over five minutes/, true));
    expect(stepTo(countOf([5, 50], late), latest)).toMatchObject({ moves: true, refusal: null });
  });

  test('that counts less does not become the latest: two processes may send one series', () => {
    expect(stepTo(countOf([5], start + 2 * minute), latest)).toEqual(
      refused(/own service.instance.id/, false),
    );
  });
});

describe('a point that cannot be used is refused with its reason', () => {
  const many = Array.from({ length: 201 }, (_, i) => ({ low: i, high: i + 1, count: 1 }));
  test.each<[string, Partial<SeriesPoint>, RegExp]>([
    ['no start', { from: 0 }, /no startTimeUnixNano/],
    ['an end before its start', { to: start - 1 }, /ends before it begins/],
    ['too many buckets', { buckets: many }, /over 200 buckets/],
    ['no bounds', { buckets: [{ low: 0, high: Infinity, count: 2 }] }, /nothing tells how long/],
  ])('%s', (_, fields, reason) => {
    expect(stepTo({ ...latest, ...fields }, null)).toEqual(refused(reason, false));
  });
});
