import { expect, it } from 'vitest';
import { drawNormal } from '#core/numbers/normal-distribution.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { sketchOf } from '#core/performance/sketch/sketch.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import { regressionAfterPromotion } from '#core/rollouts/after-promotion.ts';
import { day, hour, minute } from '#core/time.ts';

const promoted = Date.UTC(2026, 5, 1);
const length = 5 * minute;
const requests = 60;

/** Durations follow the time of day by 15 %, and each window is off by 10 %. */
function partsBetween(from: number, to: number, ratio: number, random: () => number): readonly WindowPart[] {
  return Array.from({ length: (to - from) / length }, (_, i) => {
    const start = from + i * length;
    const level =
      ratio * 80 * (1 + 0.15 * Math.sin((2 * Math.PI * start) / day)) * Math.exp(0.1 * drawNormal(random));
    const durations = Array.from({ length: requests }, () => level * Math.exp(0.6 * drawNormal(random)));
    return {
      service: 'shop',
      endpoint: 'GET /prices',
      version: 'v1',
      windowStart: start,
      from: start,
      to: start + length - 1,
      batch: `i#${start}`,
      count: requests,
      errors: durations.filter(() => random() < 0.01).length,
      sum: 0,
      min: Math.min(...durations),
      max: Math.max(...durations),
      sketch: sketchOf(durations),
      memory: { rss: 0, heapUsed: 0 },
    };
  });
}

/** The hour after its promotion in which a version was rolled back, or null if it stayed for a day. */
function rolledBackAfter(ratio: number, random: () => number): number | null {
  const yesterday = partsBetween(promoted - day - 2 * hour, promoted + 2 * hour, 1, random);
  const after = partsBetween(promoted, promoted + day, ratio, random);
  const within = (parts: readonly WindowPart[], from: number, to: number) =>
    parts.filter((part) => part.from >= from && part.to <= to);
  for (let passed = 1; passed <= 24; passed += 1) {
    const now = promoted + passed * hour;
    const reason = regressionAfterPromotion({
      before: within(yesterday, promoted - 3 * hour, promoted),
      dayBefore: within(yesterday, now - day - 1.5 * hour, now - day + 1.5 * hour),
      after: within(after, now - hour, now),
    });
    if (reason !== null) return passed;
  }
  return null;
}

const runs = 40;
const rollbacks = (ratio: number) => {
  const random = seededRandom(20_261_129);
  return Array.from({ length: runs }, () => rolledBackAfter(ratio, random)).flatMap((passed) => passed ?? []);
};

it('a harmless version whose durations follow the time of day stays for its whole first day', () => {
  expect(rollbacks(1).length).toBeLessThanOrEqual(1);
});

it('a version that takes twice as long is rolled back in its first hours', () => {
  const found = rollbacks(2);
  expect(found).toHaveLength(runs);
  expect(Math.max(...found)).toBeLessThanOrEqual(3);
});
