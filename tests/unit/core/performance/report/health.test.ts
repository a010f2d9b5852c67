import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HealthSignals, healthOf } from '#core/performance/report/health.ts';

const well: HealthSignals = {
  requests: 1_000,
  satisfied: 1_000,
  tolerable: 0,
  burn: 0,
  regression: 'none',
  leak: null,
  cost: { baseline: 1, current: 1 },
};

const positive = (max: number) => fc.double({ min: 0, max, noNaN: true });
const leak = fc.option(fc.record({ hoursToLimit: fc.option(positive(200)) }));
const signals: fc.Arbitrary<HealthSignals> = fc
  .record({
    satisfied: fc.nat(1_000),
    tolerable: fc.nat(1_000),
    failed: fc.nat(1_000),
    burn: positive(100),
    regression: fc.constantFrom('none', 'suspected', 'confirmed'),
    leak,
    cost: fc.option(fc.record({ baseline: positive(10), current: positive(10) })),
  })
  .map(({ failed, ...rest }) => ({ ...rest, requests: rest.satisfied + rest.tolerable + failed }));
const score = (fields: Partial<HealthSignals>) => healthOf({ ...well, ...fields }).score;

test('a score is in 0..100, and every part in [0, 1]', () => {
  fc.assert(
    fc.property(signals, (given) => {
      const health = healthOf(given);
      for (const value of [health.score / 100, ...Object.values(health.parts)]) {
        expect(value >= 0 && value <= 1).toBe(true);
      }
    }),
  );
});

test('if all is well it is 100', () => {
  expect(healthOf(well)).toMatchObject({ score: 100, lowConfidence: false });
});

describe('it never rises if', () => {
  const never = (worsen: (given: HealthSignals, by: number) => HealthSignals) =>
    fc.assert(
      fc.property(signals, fc.integer({ min: 1, max: 100 }), (given, by) => {
        expect(healthOf(worsen(given, by)).score).toBeLessThanOrEqual(healthOf(given).score + 1e-9);
      }),
    );
  test('requests get slower', () =>
    never((given, by) => {
      const moved = Math.min(by, given.satisfied);
      return { ...given, satisfied: given.satisfied - moved, tolerable: given.tolerable + moved };
    }));
  test('requests get intolerable', () =>
    never((given, by) => ({ ...given, tolerable: Math.max(0, given.tolerable - by) })));
  test('more requests fail', () => never((given, by) => ({ ...given, burn: given.burn + by })));
  test('a regression is suspected, then confirmed', () =>
    never((given) => ({ ...given, regression: given.regression === 'none' ? 'suspected' : 'confirmed' })));
  test('a leak appears or has less time left', () =>
    never((given, by) => ({
      ...given,
      leak: given.leak?.hoursToLimit
        ? { hoursToLimit: given.leak.hoursToLimit / (1 + by) }
        : (given.leak ?? { hoursToLimit: null }),
    })));
  test('requests cost more', () =>
    never((given, by) => ({
      ...given,
      cost: given.cost && { ...given.cost, current: given.cost.current + by },
    })));
});

test('a part at 0 cannot be hidden by the others', () => {
  expect(score({ satisfied: 0, tolerable: 0 })).toBeLessThan(30);
  expect(score({ burn: 14.4 })).toBeLessThanOrEqual(40);
  expect(score({ regression: 'confirmed' })).toBeLessThanOrEqual(60);
  expect(score({ leak: { hoursToLimit: 500 } })).toBeLessThanOrEqual(70);
  expect(score({ cost: { baseline: 0, current: 1 } })).toBe(0);
});

test('the lowest applicable cap holds', () => {
  fc.assert(
    fc.property(signals, (given) => {
      const cap = Math.min(
        given.burn >= 14.4 ? 40 : 100,
        given.regression === 'confirmed' ? 60 : 100,
        given.leak ? 70 : 100,
      );
      expect(healthOf(given).score).toBeLessThanOrEqual(cap);
    }),
  );
});

test('the worst part is named', () => {
  fc.assert(
    fc.property(signals, (given) => {
      const { parts, lowest } = healthOf(given);
      expect(parts[lowest]).toBe(Math.min(...Object.values(parts)));
    }),
  );
  expect(healthOf({ ...well, leak: { hoursToLimit: 36 } })).toMatchObject({
    lowest: 'memory',
    parts: { memory: 0.5 },
  });
});

test('with few requests, one slow request does not ruin the score', () => {
  expect(healthOf({ ...well, requests: 99, satisfied: 99 }).lowConfidence).toBe(true);
  expect(healthOf({ ...well, requests: 3, satisfied: 2 }).score).toBeGreaterThan(95);
});
