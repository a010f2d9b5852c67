import { describe, expect, test } from 'vitest';
import { memoryGrowth } from '#core/performance/memory/memory-growth.ts';
import { processMemory } from '#core/performance/memory/process-memory.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import { partsWith } from '../batches.ts';

const minute = 60_000;
const hour = 60 * minute;

/** A small linear congruential generator: the same noise in every run. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** One report every five minutes of a heap over a base in MB. It fills by `swing` MB and is collected every 23 minutes. */
function process(
  hours: number,
  baseAt: (hour: number) => number,
  { instance = 'i1', seed = 1, swing = 60, jitter = 3, phase = 0 } = {},
) {
  const random = noise(seed);
  return Array.from({ length: hours * 12 }, (_, i) => i * 5 * minute).flatMap((at, sequence) => {
    const sawtooth = swing * ((at / (23 * minute) + phase) % 1);
    const heapUsed = Math.round((baseAt(at / hour) + sawtooth + jitter * random()) * 1e6);
    return partsWith({
      instance,
      sequence,
      memory: { rss: heapUsed * 2, heapUsed },
      measurements: [{ endpoint: 'GET /a', at, duration: 10, status: 200 }],
    });
  });
}

const growthIn = (parts: readonly WindowPart[]) => memoryGrowth(processMemory(parts));

describe('growth is found', () => {
  test.each([5, 20, 50])('of %d MB an hour within a day', (slope) => {
    const growth = growthIn(process(24, (h) => 100 + slope * h));
    expect(growth?.slope).toBeGreaterThan(slope * 0.9);
    expect(growth?.slope).toBeLessThan(slope * 1.1);
  });

  test('in the only process that leaks among others', () => {
    const parts = [
      ...process(24, () => 100, { instance: 'healthy', seed: 2 }),
      ...process(24, (h) => 100 + 10 * h, { instance: 'leaking', seed: 3 }),
    ];
    expect(growthIn(parts)?.subject).toBe('process leaking');
  });
});

describe('growth is not found', () => {
  test.each([
    ['a flat heap', () => 100],
    ['one step', (h: number) => (h < 14 ? 100 : 220)],
    ['a warm-up', (h: number) => 100 + 200 * Math.min(1, h / 3)],
    ['in a cache that fills to its limit', (h: number) => 100 + 150 * (1 - Math.exp(-h / 2.5))],
    ['in a slower cache that was full for hours', (h: number) => 100 + 10 * Math.min(h, 16)],
    ['if it only just began', (h: number) => 100 + 10 * Math.max(0, h - 15.5)],
    ['in a burst that passes', (h: number) => (h > 10 && h < 14 ? 250 : 100)],
    ['in a heap that shrinks', (h: number) => 400 - 10 * h],
  ])('in %s', (_, baseAt) => {
    for (const seed of [1, 2, 3, 4, 5]) expect(growthIn(process(24, baseAt, { seed }))).toBeNull();
  });

  test('if it is less than 0.5 MB an hour, however clear', () => {
    const clear = { swing: 0, jitter: 0 };
    expect(growthIn(process(24, (h) => 100 + 0.45 * h, clear))).toBeNull();
    expect(growthIn(process(24, (h) => 100 + 0.55 * h, clear))).not.toBeNull();
  });

  test('in two climbs with a deep collection between them', () => {
    const climbs = (h: number) => 100 + 10 * ((h + 1) % 3);
    expect(growthIn(process(8, climbs, { swing: 0, jitter: 0 }))).toBeNull();
  });

  test('in the climb between two garbage collections', () => {
    const climb = (h: number) => 100 + 200 * ((h / 40) % 1);
    expect(growthIn(process(6, climb))).toBeNull();
  });

  test('in less than eight hours', () => {
    expect(growthIn(process(7, (h) => 100 + 50 * h))).toBeNull();
    expect(growthIn(process(8, (h) => 100 + 50 * h))).not.toBeNull();
  });

  test('across a restart: each process has its own heap', () => {
    const parts = Array.from({ length: 6 }, (_, i) =>
      process(4, () => 100 + 50 * i, { instance: `i${i}`, seed: i }).map((part) => ({
        ...part,
        windowStart: part.windowStart + i * 4 * hour,
      })),
    ).flat();
    expect(growthIn(parts)).toBeNull();
  });
});

describe('short-lived processes are examined by their age', () => {
  const many = (baseAt: (hour: number, i: number) => number, { count = 15, hours = 6 } = {}) =>
    Array.from({ length: count }, (_, i) =>
      process(hours, (h) => baseAt(h, i), { instance: `i${i}`, seed: i + 1, phase: i / count }).map(
        (part) => ({
          ...part,
          windowStart: part.windowStart + i * 20 * minute,
        }),
      ),
    ).flat();

  test('and a leak that is in all of them is found', () => {
    const parts = many((h, i) => 90 + 3 * i + 20 * h);
    const growth = growthIn(parts);
    expect(growth?.troughs.at(-1)?.at).toBeLessThanOrEqual(
      Math.max(...parts.map((part) => part.windowStart)),
    );
    expect(growth?.subject).toBe('15 processes');
    expect(growth?.slope).toBeGreaterThan(17);
    expect(growth?.slope).toBeLessThan(23);
    expect(growth?.troughs.at(-1)?.megabytes).toBeGreaterThan(150);
  });

  test.each<[string, (hour: number, i: number) => number]>([
    ['that stay as they are', () => 100],
    ['that warm up', (h) => 100 + 80 * (1 - Math.exp(-h / 0.5))],
    [
      'that each take one step, at different ages',
      (h, i) => 100 + (h > 0.6 + 0.3 * ((i * 7) % 15) ? 40 + ((i * 37) % 140) : 0),
    ],
  ])('and those %s are not taken for leaking', (_, baseAt) => {
    expect(growthIn(many(baseAt))).toBeNull();
  });

  test('and those younger than four hours are not examined', () => {
    expect(growthIn(many((h) => 90 + 20 * h, { hours: 3.5 }))).toBeNull();
  });

  test('and too few of them are not examined', () => {
    expect(growthIn(many((h) => 90 + 20 * h, { count: 4 }))).toBeNull();
  });
});
