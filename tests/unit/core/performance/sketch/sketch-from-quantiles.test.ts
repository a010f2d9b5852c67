import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countAbove,
  countOf,
  emptySketch,
  quantile,
  relativeError,
  snap,
} from '#core/performance/sketch/sketch.ts';
import { sketchFromQuantiles } from '#core/performance/sketch/sketch-from-quantiles.ts';

const shares = [0.25, 0.5, 0.75, 0.9, 0.95, 0.99];
const duration = fc.oneof(
  fc.double({ min: Math.log(1e-3), max: Math.log(3.6e6), noNaN: true }).map(Math.exp),
  fc.integer({ min: 0, max: 300 }),
  fc.double({ min: 1e-3, max: 1e5, noNaN: true }).map(snap),
);
const someDurations = fc
  .array(duration, { minLength: 1, maxLength: 300 })
  .map((values) => values.sort((a, b) => a - b));

/** Another system's summary of these values, in ascending order, by the definition of `quantile`. */
const summaryOf = (sorted: readonly number[]) => ({
  count: sorted.length,
  min: sorted[0] ?? 0,
  max: sorted.at(-1) ?? 0,
  quantiles: shares.map((share) => [share, sorted[Math.floor(share * (sorted.length - 1))] ?? 0] as const),
});

/** A summary that may match no real values, because other systems estimate their percentiles. */
const anySummary = fc.record({
  count: fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 10_000_000 })),
  min: duration,
  max: duration,
  quantiles: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), duration), { maxLength: 8 }),
});

const near = (value: number) => (exact: number) =>
  Math.abs(value - exact) <= relativeError * exact * (1 + 1e-9);

test('its quantiles equal those of the summary, at every given share and at both ends, within the error', () => {
  fc.assert(
    fc.property(someDurations, (sorted) => {
      const summary = summaryOf(sorted);
      const sketch = sketchFromQuantiles(summary);
      for (const [share, value] of [[0, summary.min], ...summary.quantiles, [1, summary.max]] as const)
        expect(quantile(sketch, share)).toSatisfy((told: number) => near(told)(value));
    }),
    { numRuns: 500 },
  );
});

test('it holds exactly the counted number of values', () => {
  fc.assert(
    fc.property(anySummary, (summary) => {
      expect(countOf(sketchFromQuantiles(summary))).toBe(summary.count);
    }),
    { numRuns: 500 },
  );
});

test('it is a valid sketch: buckets ascend, none is empty, quantiles never fall', () => {
  fc.assert(
    fc.property(anySummary, (summary) => {
      const sketch = sketchFromQuantiles(summary);
      const { buckets, counts } = sketch;
      expect(buckets.every((bucket, i) => bucket > (buckets[i - 1] ?? -Infinity))).toBe(true);
      expect(counts.every((count) => count > 0)).toBe(true);
      const told = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1].map((share) => quantile(sketch, share));
      expect(told).toEqual(told.toSorted((a, b) => a - b));
    }),
    { numRuns: 500 },
  );
});

test('no value is below the minimum or above the maximum', () => {
  fc.assert(
    fc.property(anySummary, (summary) => {
      const [min, max] = [Math.min(summary.min, summary.max), Math.max(summary.min, summary.max)];
      const sketch = sketchFromQuantiles({ ...summary, min, max });
      fc.pre(summary.count > 0);
      expect(quantile(sketch, 0)).toBeGreaterThanOrEqual(min * (1 - relativeError - 1e-9));
      expect(quantile(sketch, 1)).toBeLessThanOrEqual(max * (1 + relativeError + 1e-9));
    }),
    { numRuns: 500 },
  );
});

test('a count above a threshold is accurate to within the requests between the adjacent quantiles', () => {
  fc.assert(
    fc.property(someDurations, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (sorted, wanted) => {
      const threshold = snap(wanted);
      const above = (limit: number) => sorted.filter((value) => value > limit).length;
      const known = [0, ...shares, 1].map((share) => Math.floor(share * (sorted.length - 1)));
      const widest = Math.max(...known.slice(1).map((rank, i) => rank - (known[i] ?? 0)));
      const told = countAbove(sketchFromQuantiles(summaryOf(sorted)), wanted);
      expect(Math.abs(told - above(threshold))).toBeLessThanOrEqual(widest);
    }),
    { numRuns: 500 },
  );
});

test('evenly spread values are exact between two quantiles', () => {
  const sorted = Array.from({ length: 10_000 }, (_, i) => 10 * 1.0003 ** i);
  const sketch = sketchFromQuantiles(summaryOf(sorted));
  for (const share of [0.1, 0.4, 0.6, 0.8, 0.97])
    expect(quantile(sketch, share) / (sorted[Math.floor(share * 9_999)] ?? 0)).toBeCloseTo(1, 1);
});

test('many millions of values take no longer than a few', () => {
  const summary = { count: 4e9, min: 0, max: 900, quantiles: [[0.5, 20] as const] };
  expect(countOf(sketchFromQuantiles(summary))).toBe(4e9);
});

test('it is empty without values, and a single value is kept', () => {
  expect(sketchFromQuantiles({ count: 0, min: 0, max: 0, quantiles: [] })).toEqual(emptySketch);
  const one = sketchFromQuantiles({ count: 1, min: 42, max: 42, quantiles: [[0.5, 42]] });
  expect(countOf(one)).toBe(1);
  expect(quantile(one, 0.5)).toSatisfy((told: number) => near(told)(42));
});

test.each([
  { count: 1.5, min: 1, max: 2, quantiles: [] },
  { count: -1, min: 1, max: 2, quantiles: [] },
  { count: 2, min: -1, max: 2, quantiles: [] },
  { count: 2, min: 1, max: Infinity, quantiles: [] },
  { count: 2, min: 1, max: 2, quantiles: [[0.5, Number.NaN] as const] },
])('%j is not a summary', (summary) => {
  expect(() => sketchFromQuantiles(summary)).toThrow(RangeError);
});
