import fc from 'fast-check';
import { expect, test } from 'vitest';
import { durationCost, endpointCosts } from '#core/performance/report/endpoint-costs.ts';

const runsOn = { memoryMb: 1_024, architecture: 'x86_64' } as const;

test('an endpoint costs its invocations, and its time multiplied by memory', () => {
  // A million requests an hour of 100 ms at a GB: 0.20 dollars, and 100,000 GB-seconds at 0.0000166667.
  const {
    endpoints: features,
    perMonth,
    prices,
  } = endpointCosts([{ endpoint: 'GET /a', count: 2e6, mean: 100 }], 2, runsOn);
  expect(features).toMatchObject([{ endpoint: 'GET /a', share: 1 }]);
  expect(features[0]?.perMillionRequests).toBeCloseTo(0.2 + 1.66667, 4);
  expect(perMonth).toBeCloseTo(730 * (0.2 + 1.66667), 1);
  expect(prices.lookedUp).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test('half of the memory, and arm64, cost less', () => {
  expect(durationCost(1_000, { ...runsOn, memoryMb: 512 })).toBeCloseTo(durationCost(1_000, runsOn) / 2, 12);
  expect(durationCost(1_000, { ...runsOn, architecture: 'arm64' })).toBeCloseTo(0.0000133334, 12);
});

test('the shares add up, and the most expensive is first', () => {
  const served = fc.record({
    endpoint: fc.string(),
    count: fc.nat(1e6),
    mean: fc.double({ min: 0, max: 1e6, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(served, { minLength: 1, maxLength: 9 }), (endpoints) => {
      const { endpoints: features, perMonth } = endpointCosts(endpoints, 24, runsOn);
      const costs = features.map((feature) => feature.perMonth);
      expect(costs).toEqual(costs.toSorted((a, b) => b - a));
      const shares = features.reduce((sum, { share }) => sum + share, 0);
      expect(shares).toBeCloseTo(perMonth === 0 ? 0 : 1, 9);
      for (const feature of features) expect(Number.isFinite(feature.perMillionRequests)).toBe(true);
    }),
  );
});
