import fc from 'fast-check';
import { expect, it } from 'vitest';
import { betaOf, logBeta, logLikelihood, logSum } from '#core/preferences/learner/beta.ts';

const small = fc.integer({ min: 1, max: 12 });
const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));

it('agrees with factorials where both are whole: B(a, b) = (a - 1)! (b - 1)! / (a + b - 1)!', () => {
  fc.assert(
    fc.property(small, small, (a, b) => {
      const exact = Math.log((factorial(a - 1) * factorial(b - 1)) / factorial(a + b - 1));
      expect(logBeta(a, b)).toBeCloseTo(exact, 9);
    }),
  );
});

it('gives rewards the probability that predicting them one by one gives', () => {
  const rewards = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 0.95, noNaN: true }), small, rewards, (mean, strength, given) => {
      let { a, b } = betaOf(mean, strength);
      let log = 0;
      for (const reward of given) {
        log += Math.log((reward === 1 ? a : b) / (a + b));
        if (reward === 1) a += 1;
        else b += 1;
      }
      const sum = given.reduce((total, reward) => total + reward, 0);
      expect(logLikelihood(betaOf(mean, strength), sum, given.length)).toBeCloseTo(log, 8);
    }),
  );
});

it('stays a number for very many rewards, all of them alike', () => {
  expect(logLikelihood(betaOf(0.5, 10), 1e7, 1e7)).toBeLessThan(0);
  expect(Number.isFinite(logLikelihood(betaOf(0.01, 5), 1e7, 1e7))).toBe(true);
});

it('adds what is given as logarithms, nothing included', () => {
  expect(logSum(Math.log(0.2), Math.log(0.3))).toBeCloseTo(Math.log(0.5), 12);
  expect(logSum(Number.NEGATIVE_INFINITY, -3)).toBe(-3);
  expect(logSum(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(Number.NEGATIVE_INFINITY);
});
