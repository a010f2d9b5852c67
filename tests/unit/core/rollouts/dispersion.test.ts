import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { dispersionOf } from '#core/rollouts/dispersion.ts';
import type { EventCounts } from '#core/rollouts/e-process.ts';

/** Events of both versions by minute, half of the requests being the canary's. */
const minutes = (...counts: readonly (readonly [canary: number, baseline: number])[]): EventCounts[] =>
  counts.map(([canary, baseline], cluster) => ({ share: 0.5, canary, baseline, cluster }));
const oneStep = () => 0;
const dispersion = (counts: readonly EventCounts[]) => dispersionOf(counts, oneStep);

describe('how much more the events vary than by chance', () => {
  it('is a lot where an instance of one version fails at times', () => {
    const counts = minutes([3, 2], [40, 3], [2, 4], [3, 3], [2, 51], [4, 3], [45, 2], [3, 2]);
    expect(dispersion(counts)).toBeGreaterThan(8);
  });

  it('is not at all where both versions fail together, or one fails all the time', () => {
    expect(dispersion(minutes([3, 3], [50, 48], [2, 3], [4, 3], [60, 61], [3, 2]))).toBe(1);
    expect(dispersion(minutes([30, 3], [28, 2], [33, 4], [29, 3], [31, 2], [30, 3]))).toBe(1);
  });

  it('is not told from other shares of the requests: each step has its own', () => {
    const counts = minutes([1, 9], [1, 9], [1, 9], [5, 5], [5, 5], [5, 5]);
    expect(dispersionOf(counts, (cluster) => Math.floor(cluster / 3))).toBe(1);
    expect(dispersionOf(counts, oneStep)).toBeGreaterThan(1);
  });

  it('is assumed to be twofold in the first three minutes, and nothing where minutes are not known', () => {
    expect(dispersion(minutes([3, 3], [3, 3], [3, 3]))).toBe(2);
    expect(dispersion(minutes([3, 3], [3, 3], [3, 3], [3, 3]))).toBe(1);
    expect(dispersion([{ share: 0.5, canary: 3, baseline: 3 }])).toBe(1);
  });

  it('is seldom seen in events that are each by themselves', () => {
    let [above, most] = [0, 0];
    for (let seed = 1; seed <= 400; seed += 1) {
      const random = seededRandom(seed);
      const draw = () => Array.from({ length: 12 }, random).filter((one) => one < 0.5).length;
      const found = dispersion(minutes(...Array.from({ length: 12 }, () => [draw(), draw()] as const)));
      above += Number(found > 1);
      most = Math.max(most, found);
    }
    expect(above / 400).toBeLessThan(0.2);
    expect(most).toBeLessThan(2);
  });

  it('is never below 1, whatever happens', () => {
    const minute = fc.tuple(fc.nat(50), fc.nat(50));
    fc.assert(
      fc.property(fc.array(minute), (counts) => {
        expect(dispersion(minutes(...counts))).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
