import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { estimateP95Ratio } from '#core/proof/p95-ratio.ts';

/** 100 blocks whose base takes 1 ms to 100 ms. */
const blocks = (candidateOf: (base: number) => number) =>
  Array.from({ length: 100 }, (_, i) => ({
    request: `GET /${i}`,
    base: [i + 1, i + 1] as const,
    candidate: [candidateOf(i + 1)],
  }));

describe('the ratio of the 95th percentiles', () => {
  it('is that of the slow requests, whatever the others gain', () => {
    const estimate = estimateP95Ratio(
      blocks((base) => (base > 80 ? base * 2 : base / 10)),
      seededRandom(1),
    );
    expect(estimate).toMatchObject({ ratio: 0.5, pairs: 100 });
    expect(estimate.high).toBeLessThan(1);
  });

  it('has an interval that draws base and candidate together', () => {
    const { ratio, low, high } = estimateP95Ratio(
      blocks((base) => base / 3),
      seededRandom(1),
    );
    expect([ratio, low, high].map((value) => value.toFixed(3))).toEqual(['3.000', '3.000', '3.000']);
  });

  it('is uncertain where few times are slow', () => {
    const { low, high } = estimateP95Ratio(
      blocks((base) => (base === 96 ? 300 : base / 2)),
      seededRandom(1),
    );
    expect(high).toBeGreaterThan(1);
    expect(low).toBeLessThan(high);
  });
});
