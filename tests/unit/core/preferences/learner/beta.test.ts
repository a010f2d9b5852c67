import fc from 'fast-check';
import { expect, it } from 'vitest';
import { betaOf, logLikelihood } from '#core/preferences/learner/beta.ts';

const small = fc.integer({ min: 1, max: 12 });

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

it('stays a number for very many equal rewards', () => {
  expect(logLikelihood(betaOf(0.5, 10), 1e7, 1e7)).toBeLessThan(0);
  expect(Number.isFinite(logLikelihood(betaOf(0.01, 5), 1e7, 1e7))).toBe(true);
});
