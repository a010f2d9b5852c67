import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dollarsFor } from '#core/improvements/candidate/model-prices.ts';

const prices = { small: { prompt: 2, completion: 8 } };

test('the cost is what the tokens cost', () => {
  const usage = { prompt: 500_000, completion: 250_000 };
  expect(dollarsFor(usage, 'small', prices)).toBeCloseTo(3, 12);
});

test('the cost is unknown without usage or without a price, also for a model that is named like a property', () => {
  const usage = { prompt: 1, completion: 1 };
  expect(dollarsFor(null, 'small', prices)).toBeNull();
  expect(dollarsFor(usage, 'large', prices)).toBeNull();
  expect(dollarsFor(usage, 'constructor', prices)).toBeNull();
});

test('requests together cost what they cost one by one', () => {
  const usages = fc.record({ prompt: fc.nat(), completion: fc.nat() });
  fc.assert(
    fc.property(usages, usages, (a, b) => {
      const both = {
        prompt: a.prompt + b.prompt,
        completion: a.completion + b.completion,
      };
      const [costA, costB, sum] = [a, b, both].map(
        (usage) => dollarsFor(usage, 'small', prices) ?? Number.NaN,
      );
      expect(sum).toBeCloseTo((costA ?? 0) + (costB ?? 0), 6);
    }),
  );
});
