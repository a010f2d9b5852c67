import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { growthBetween } from '#core/performance/series/growth.ts';
import { minute } from '#core/time.ts';
import { countOf, start } from './points.ts';

const durations = fc.array(fc.double({ min: 0.1, max: 200, noNaN: true }), { maxLength: 20 });
const later = start + 2 * minute;

describe('the growth of a series', () => {
  test('is what was counted between two points', () => {
    fc.assert(
      fc.property(durations, durations, (before, since) => {
        const growth = growthBetween(countOf(before), countOf([...before, ...since], later));
        const expected = countOf(since);
        expect(growth).toMatchObject({ from: start + minute, to: later, count: since.length });
        expect(growth?.buckets).toEqual(expected.buckets);
        expect(growth?.sum).toBeCloseTo(expected.sum, 6);
      }),
    );
  });

  test('has the smallest and the largest value only if they are new', () => {
    expect(growthBetween(countOf([5, 50]), countOf([5, 50, 60], later))).toMatchObject({ max: 60 });
    expect(growthBetween(countOf([5, 50]), countOf([5, 50, 60], later))?.min).toBeUndefined();
    expect(growthBetween(countOf([5, 50]), countOf([5, 50, 20], later))?.max).toBeUndefined();
  });

  test('takes account of buckets that have become wider', () => {
    const narrow = {
      ...countOf([]),
      count: 7,
      buckets: [
        { low: 1, high: 2, count: 3 },
        { low: 2, high: 4, count: 4 },
      ],
    };
    const wide = {
      ...countOf([], later),
      count: 9,
      buckets: [
        { low: 1, high: 4, count: 8 },
        { low: 16, high: 64, count: 1 },
      ],
    };
    expect(growthBetween(narrow, wide)?.buckets).toEqual([
      { low: 1, high: 4, count: 1 },
      { low: 16, high: 64, count: 1 },
    ]);
  });

  test('is unknown if the later point counts less, or in buckets that do not contain the earlier ones', () => {
    expect(growthBetween(countOf([5, 50]), countOf([5], later))).toBeNull();
    expect(growthBetween(countOf([5, 50]), countOf([15, 15, 15], later))).toBeNull();
    const others = { ...countOf([], later), count: 3, buckets: [{ low: 1, high: 7, count: 3 }] };
    expect(growthBetween(countOf([5, 50]), others)).toBeNull();
  });
});
