import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trendOf } from '#core/performance/trend.ts';

const heights = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 3, maxLength: 40 });
const points = (ys: readonly number[]) => ys.map((y, x) => ({ x, y }));

test('a line has its own slope, whatever its noise-free length', () => {
  fc.assert(
    fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 3, max: 40 }), (slope, length) => {
      const trend = trendOf(points(Array.from({ length }, (_, x) => slope * x)));
      expect(trend.slope).toBeCloseTo(slope, 9);
      expect(trend.low).toBeCloseTo(slope, 9);
    }),
  );
});

test('turned upside down it has the opposite trend', () => {
  fc.assert(
    fc.property(heights, (ys) => {
      const up = trendOf(points(ys));
      const down = trendOf(points(ys.map((y) => -y)));
      expect(down.slope).toBeCloseTo(-up.slope, 9);
      expect(down.z).toBeCloseTo(-up.z, 9);
    }),
  );
});

test('the lower bound is never above the slope', () => {
  fc.assert(
    fc.property(heights, (ys) => {
      const { slope, low } = trendOf(points(ys));
      expect(low).toBeLessThanOrEqual(slope);
    }),
  );
});

test('one wild point hardly moves it', () => {
  const ys = Array.from({ length: 30 }, (_, x) => x);
  expect(trendOf(points(ys.with(15, 1_000_000))).slope).toBeCloseTo(1, 9);
});

test('ten rising points are a score of 45: z = 44 / sqrt(125)', () => {
  expect(trendOf(points([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).z).toBeCloseTo(44 / Math.sqrt(125), 12);
});

test('equal heights lower the variance: three pairs of them make z = 11 / sqrt((510 - 54) / 18)', () => {
  expect(trendOf(points([1, 1, 2, 2, 3, 3])).z).toBeCloseTo(11 / Math.sqrt(456 / 18), 12);
});

test('a level line has no trend', () => {
  expect(trendOf(points([5, 5, 5, 5]))).toEqual({ slope: 0, low: 0, z: 0 });
});
