import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ComparedWindow, findSlowdown } from '#core/performance/comparison/find-slowdown.ts';

const windows = (count: number, from: number, p50: number, p95: number, requests = 200): ComparedWindow[] =>
  Array.from({ length: count }, (_, i) => ({
    start: (from + i) * 300_000,
    count: requests,
    // They vary by a tenth, in a pattern that repeats itself after seven.
    p50: p50 * (1 + 0.05 * Math.sin(from + i)),
    p95: p95 * (1 + 0.1 * Math.cos(from + i)),
  }));
const before = windows(36, 0, 40, 100);

describe('requests that became slower', () => {
  test('are found by the second window, with since when and how much', () => {
    const change = findSlowdown(before, windows(12, 36, 60, 150));
    expect(change).toMatchObject({ since: 36 * 300_000, windows: 2, isTail: false });
    expect((change?.p95 ?? 0) / (change?.p95Before ?? 0)).toBeCloseTo(1.5, 1);
  });

  test('are found where it began later', () => {
    const change = findSlowdown(before, [...windows(6, 36, 40, 100), ...windows(6, 42, 60, 150)]);
    expect(change).toMatchObject({ since: 42 * 300_000, windows: 8 });
  });

  test('are found where only the slowest are', () => {
    expect(findSlowdown(before, windows(12, 36, 40, 300))).toMatchObject({ isTail: true });
    expect(findSlowdown(before, windows(12, 36, 40, 140))).toBeNull();
  });
});

describe('nothing is said', () => {
  test('of one window', () => {
    const once = [...windows(4, 36, 40, 100), ...windows(1, 40, 90, 300), ...windows(7, 41, 40, 100)];
    expect(findSlowdown(before, once)).toBeNull();
  });

  test('of requests that became faster, or as much slower as they usually vary', () => {
    expect(findSlowdown(before, windows(12, 36, 20, 50))).toBeNull();
    expect(findSlowdown(before, windows(12, 36, 42, 105))).toBeNull();
  });

  test('of windows with few requests, or with little before', () => {
    expect(findSlowdown(before, windows(12, 36, 90, 300, 49))).toBeNull();
    expect(findSlowdown(before.slice(0, 11), windows(12, 36, 90, 300))).toBeNull();
  });

  test('of windows that go on as they were, however they vary: the order of what repeats is no change', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.97, max: 1.03, noNaN: true }), { minLength: 12 }), (noise) => {
        const steady = windows(12, 36, 40, 100).map((window, i) => ({
          ...window,
          p50: 40 * (noise[i] ?? 1),
          p95: 100 * (noise[i] ?? 1),
        }));
        expect(findSlowdown(before, steady)).toBeNull();
      }),
    );
  });
});
