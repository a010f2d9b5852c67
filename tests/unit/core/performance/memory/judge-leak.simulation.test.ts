import { describe, expect, test } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { judgeLeak, type TroughPoint } from '#core/performance/memory/judge-leak.ts';
import { benignKinds, simulatedMemory } from '../../../../../eval/performance/simulated-memory.ts';

/** The minimum of each half hour. */
function troughsOf(
  kind: Parameters<typeof simulatedMemory>[0],
  hours: number,
  seed: number,
): readonly TroughPoint[] {
  const { min } = simulatedMemory(kind, hours, seed);
  return Array.from({ length: Math.floor(min.length / 6) }, (_, i) => ({
    x: i / 2,
    y: Math.min(...min.slice(6 * i, 6 * i + 6)),
  }));
}
const seeds = Array.from({ length: 12 }, (_, i) => 40 + i);
const foundOf = (kind: Parameters<typeof simulatedMemory>[0], hours: number) =>
  seeds.filter((seed) => judgeLeak(troughsOf(kind, hours, seed)).leaks).length;

describe('within three days', () => {
  test.each([2, 5, 20])('a leak of %d MB an hour is found', (slope) => {
    expect(foundOf(slope, 72)).toBeGreaterThanOrEqual(11);
  });

  test.each(benignKinds)('a harmless process is not called a leak: "%s"', (kind) => {
    expect(foundOf(kind, 72)).toBeLessThanOrEqual(1);
  });
});

test('the slope has a confidence', () => {
  const random = seededRandom(1);
  const troughs = Array.from({ length: 96 }, (_, i) => ({ x: i / 2, y: 100 + 1.5 * i + 4 * random() }));
  const { leaks, slope, confidence } = judgeLeak(troughs);
  expect(leaks).toBe(true);
  expect(slope).toBeGreaterThan(2.8);
  expect(slope).toBeLessThan(3.2);
  expect(confidence).toBeGreaterThan(0.95);
});

test('memory that falls, never changes, or has few measurements does not leak', () => {
  const line = (length: number, slope: number) =>
    Array.from({ length }, (_, i) => ({ x: i / 2, y: 500 + slope * i }));
  for (const troughs of [line(96, -2), line(96, 0), line(15, 20), []])
    expect(judgeLeak(troughs)).toMatchObject({ leaks: false, confidence: 0 });
});

test('the start time and the total memory do not matter', () => {
  const troughs = troughsOf(5, 72, 7);
  const moved = troughs.map(({ x, y }) => ({ x: x + 1_000, y: y + 5_000 }));
  const here = judgeLeak(troughs);
  const there = judgeLeak(moved);
  expect(there.leaks).toBe(here.leaks);
  expect(there.slope).toBeCloseTo(here.slope, 3);
});
