import { drawNormal } from '#core/numbers/normal-distribution.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';

/** The memory of one simulated process in five-minute windows, in MB. */
export interface MemorySeries {
  readonly stepSeconds: number;
  readonly min: readonly number[];
  readonly mean: readonly number[];
  readonly max: readonly number[];
}

export const benignKinds = ['flat', 'step', 'warm-up', 'cache', 'burst'] as const;
export type BenignKind = (typeof benignKinds)[number];

const step = 300; // seconds per window
const sample = 10; // seconds between samples

/**
 * Simulates a process whose memory follows a sawtooth between garbage collections, with slow drift, a daily wave and
 * measurement noise.
 * @param kind a benign pattern to add, or a leak in MB per hour.
 */
export function simulatedMemory(kind: BenignKind | number, hours: number, seed: number): MemorySeries {
  const random = seededRandom(seed);
  const between = (low: number, high: number) => low + (high - low) * random();
  const shape = shapeOf(kind, hours, between);
  const base = between(80, 300);
  const period = between(3, 40) * 60;
  const amplitude = between(20, 120);
  const wave = between(0, 30);
  const phase = between(0, 24);
  const noise = between(0.2, 2);
  const drifting = between(0.1, 0.6);
  let drift = 0;
  let collected = -between(0, period);
  let length = period;
  const min: number[] = [];
  const mean: number[] = [];
  const max: number[] = [];
  for (let window = 0; window < (hours * 3_600) / step; window += 1) {
    const values: number[] = [];
    drift = 0.99 * drift + drifting * drawNormal(random);
    for (let second = window * step; second < (window + 1) * step; second += sample) {
      if (second - collected >= length) {
        collected = second;
        length = period * between(0.8, 1.2);
      }
      const hour = second / 3_600;
      const saw = (amplitude * (second - collected)) / period;
      const daily = (wave / 2) * (1 + Math.sin((2 * Math.PI * (hour + phase)) / 24));
      values.push(base + drift + saw + daily + shape(hour) + noise * drawNormal(random));
    }
    min.push(Math.min(...values));
    max.push(Math.max(...values));
    mean.push(values.reduce((sum, value) => sum + value, 0) / values.length);
  }
  return { stepSeconds: step, min, mean, max };
}

function shapeOf(
  kind: BenignKind | number,
  hours: number,
  between: (low: number, high: number) => number,
): (hour: number) => number {
  if (typeof kind === 'number') return (hour) => kind * hour;
  switch (kind) {
    case 'flat':
      return () => 0;
    case 'step': {
      const at = between(0.1, 0.9) * hours;
      const height = between(40, 180);
      return (hour) => (hour >= at ? height : 0);
    }
    case 'warm-up': {
      const height = between(60, 250);
      const tau = between(0.5, 3);
      return (hour) => height * (1 - Math.exp(-hour / tau));
    }
    case 'cache': {
      const height = between(80, 200);
      const rate = height / (between(0.2, 0.7) * hours);
      return (hour) => Math.min(height, rate * hour);
    }
    case 'burst': {
      const from = between(0.1, 0.7) * hours;
      const to = from + between(0.05, 0.25) * hours;
      const height = between(40, 180);
      return (hour) => (hour >= from && hour < to ? height : 0);
    }
  }
}
