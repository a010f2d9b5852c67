import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tokensOf, withinBudget } from '#adapters/openai/context/budget.ts';
import { type Part, quotePart } from '#adapters/openai/context/part.ts';

const part = fc.record({
  name: fc.string({ maxLength: 10 }),
  text: fc.string({ maxLength: 400 }),
  heat: fc.double({ min: 0, max: 1, noNaN: true }),
});
const costOf = (one: Part) => tokensOf(quotePart(one));

it('shows whole parts within the budget, and leaves out only what would exceed it', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), fc.nat(400), (parts, tokens) => {
      const { shown, leftOut } = withinBudget(parts, tokens);
      const spent = shown.reduce((sum, one) => sum + costOf(one), 0);
      expect(spent).toBeLessThanOrEqual(tokens);
      expect(new Set([...shown, ...leftOut])).toEqual(new Set(parts));
      for (const one of leftOut) {
        const hotter = shown.filter(({ heat }) => heat >= one.heat);
        expect(hotter.reduce((sum, other) => sum + costOf(other), costOf(one))).toBeGreaterThan(tokens);
      }
    }),
  );
});

it('shows the hottest first', () => {
  const parts = [0.1, 0.9, 0.5].map((heat) => ({ name: `${heat}`, text: '', heat }));
  expect(withinBudget(parts, 1_000).shown.map(({ heat }) => heat)).toEqual([0.9, 0.5, 0.1]);
});
