import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countAbove,
  countOf,
  emptySketch,
  merge,
  quantile,
  type Sketch,
  sketchOf,
  snap,
} from '#core/performance/sketch/sketch.ts';
import { decodeSketch, encodeSketch } from '#core/performance/sketch/sketch-encoding.ts';

/** Milliseconds from a nanosecond to an hour over many orders of magnitude, zeros, and values right on the edges. */
const duration = fc.oneof(
  fc.double({ min: Math.log(1e-6), max: Math.log(3.6e6), noNaN: true }).map(Math.exp),
  fc.integer({ min: 0, max: 300 }),
  fc.double({ min: 1e-3, max: 1e5, noNaN: true }).map(snap),
);
const durations = fc.array(duration, { maxLength: 300 });
const some = fc.array(duration, { minLength: 1, maxLength: 300 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('every quantile is within 1 % of the exact one', () => {
  fc.assert(
    fc.property(some, share, (values, q) => {
      const exact = values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? Number.NaN;
      expect(Math.abs(quantile(sketchOf(values), q) - exact)).toBeLessThanOrEqual(0.01 * exact * (1 + 1e-9));
    }),
    { numRuns: 1_000 },
  );
});

test('a merged sketch is the sketch of all the values', () => {
  fc.assert(
    fc.property(fc.array(durations, { maxLength: 5 }), (parts) => {
      expect(merge(parts.map(sketchOf))).toEqual(sketchOf(parts.flat()));
    }),
  );
});

test('merging sketches changes none of them', () => {
  fc.assert(
    fc.property(durations, durations, (values, more) => {
      const before = sketchOf(values);
      merge([before, sketchOf(more)]);
      expect(before).toEqual(sketchOf(values));
    }),
  );
  expect(sketchOf([])).toEqual(emptySketch);
});

test('values above a snapped threshold are counted exactly', () => {
  fc.assert(
    fc.property(durations, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (values, wanted) => {
      const threshold = snap(wanted);
      expect(countAbove(sketchOf(values), threshold)).toBe(
        values.filter((value) => value > threshold).length,
      );
      expect(countAbove(sketchOf(values), wanted)).toBe(countAbove(sketchOf(values), threshold));
    }),
    { numRuns: 1_000 },
  );
});

test('a value right on an edge lies below it, and the next one above, at every edge from nanoseconds to hours', () => {
  for (let exponent = -350; exponent <= 450; exponent += 1) {
    const edge = snap(1.02 ** (2 * exponent));
    const above = edge * (1 + 2 ** -52);
    expect(countAbove(sketchOf([edge, above]), edge)).toBe(1);
  }
});

test('a threshold snaps to at most 1 % away', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (wanted) => {
      expect(Math.abs(snap(wanted) / wanted - 1)).toBeLessThanOrEqual(0.01005);
    }),
  );
});

test('it has the number of its values', () => {
  fc.assert(
    fc.property(durations, (values) => {
      expect(countOf(sketchOf(values))).toBe(values.length);
    }),
  );
});

test.each([-1, Number.NaN, Infinity])('%s is not a duration', (value) => {
  expect(() => sketchOf([value])).toThrow(RangeError);
});

test('encoded and decoded it is the same, with counts beyond 32 bits too', () => {
  const sketch = fc
    .tuple(
      fc.nat(2 ** 45),
      fc.uniqueArray(
        fc.tuple(fc.integer({ min: -5_000, max: 5_000 }), fc.integer({ min: 1, max: 2 ** 45 })),
        {
          selector: ([bucket]) => bucket,
        },
      ),
    )
    .map(([zeros, pairs]): Sketch => {
      const ascending = pairs.toSorted(([a], [b]) => a - b);
      return {
        zeros,
        buckets: Int32Array.from(ascending, ([bucket]) => bucket),
        counts: Float64Array.from(ascending, ([, count]) => count),
      };
    });
  fc.assert(
    fc.property(sketch, (one) => {
      expect(decodeSketch(encodeSketch(one))).toEqual(one);
    }),
  );
  fc.assert(
    fc.property(durations, (values) => {
      expect(decodeSketch(encodeSketch(sketchOf(values)))).toEqual(sketchOf(values));
    }),
  );
});

test('a torn or foreign encoding is refused', () => {
  const bytes = encodeSketch(sketchOf([1, 2, 3]));
  const unreadable = expect.objectContaining({ code: 'metrics/sketch-unreadable' });
  for (let length = 0; length < bytes.length; length += 1) {
    expect(() => decodeSketch(bytes.slice(0, length))).toThrowError(unreadable);
  }
  expect(() => decodeSketch(Uint8Array.of(3, 0, 0))).toThrowError(unreadable);
  expect(() => decodeSketch(Uint8Array.of(...bytes, 7))).toThrowError(unreadable);
});

test('a sketch of the first format, with buckets of 2 %, is read to within 3 %', () => {
  // Two zeros, and three buckets: 7 values in -2 (folded: 3), 1 in 5, 200 in 6.
  const old = decodeSketch(Uint8Array.of(1, 2, 3, 3, 7, 7, 1, 1, 200, 1));
  expect(countOf(old)).toBe(2 + 7 + 1 + 200);
  const growth = 1.02 / 0.98;
  for (const [rank, bucket] of [
    [5, -2],
    [9, 5],
    [100, 6],
  ] as const) {
    const value = quantile(old, rank / (countOf(old) - 1));
    expect(value / growth ** bucket).toBeGreaterThan(0.95);
    expect(value / growth ** bucket).toBeLessThan(1.01);
  }
});

test('ten thousand latencies from a fraction of a millisecond to minutes take less than 500 bytes', () => {
  // A lognormal distribution with median 40 ms in which 2 % are a hundred times slower, evenly spaced instead of random.
  const values = Array.from({ length: 10_000 }, (_, i) => {
    const u = (i + 0.5) / 10_000;
    return 40 * (u / (1 - u)) ** 0.35 * (i % 50 === 0 ? 100 : 1);
  });
  expect(encodeSketch(sketchOf(values)).length).toBeLessThan(500);
});
