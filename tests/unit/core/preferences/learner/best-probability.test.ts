import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bestProbabilities } from '#core/preferences/learner/best-probability.ts';
import type { BetaMixture } from '#core/preferences/learner/density.ts';

const one = (a: number, b: number): BetaMixture => [{ a, b, weight: 1 }];
const shape = fc.double({ min: 0.2, max: 300, noNaN: true });
const arm: fc.Arbitrary<BetaMixture> = fc.oneof(
  fc.tuple(shape, shape).map(([a, b]) => one(a, b)),
  fc.tuple(shape, shape, shape, shape).map(([a, b, c, d]) => [
    { a, b, weight: 0.3 },
    { a: c, b: d, weight: 0.7 },
  ]),
);

it('adds up to 1, each in [0, 1]', () => {
  fc.assert(
    fc.property(
      fc.array(arm, { minLength: 1, maxLength: 6 }),
      fc.array(arm, { minLength: 6, maxLength: 6 }),
      (arms, others) => {
        const posterior = [
          { weight: 0.4, arms },
          { weight: 0.6, arms: others.slice(0, arms.length) },
        ];
        const probabilities = bestProbabilities(posterior);
        expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 9);
        for (const item of probabilities) expect(item).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

it('treats equal models the same', () => {
  const [a, b, c] = bestProbabilities([{ weight: 1, arms: [one(3, 5), one(3, 5), one(3, 5)] }]);
  expect(a).toBeCloseTo(1 / 3, 9);
  expect(b).toBeCloseTo(a ?? 0, 9);
  expect(c).toBeCloseTo(a ?? 0, 9);
});

/* For Beta(a, 1), F(x) = x^a, and P(X > Y) = a / (a + b) for Beta(a, 1) against Beta(b, 1). */
it.each([
  [1, 1],
  [2, 1],
  [8, 2],
  [40, 8],
])('is a / (a + b) for Beta(%d, 1) against Beta(%d, 1)', (a, b) => {
  const [first] = bestProbabilities([{ weight: 1, arms: [one(a, 1), one(b, 1)] }]);
  expect(first).toBeCloseTo(a / (a + b), 1.7);
});

it('is sure where one arm is far above', () => {
  const [first] = bestProbabilities([{ weight: 1, arms: [one(900, 100), one(100, 900)] }]);
  expect(first).toBeGreaterThan(0.999);
});
