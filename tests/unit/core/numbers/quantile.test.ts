import { expect, it } from 'vitest';
import { quantile } from '#core/numbers/quantile.ts';

it('interpolates between the two nearest values', () => {
  expect(quantile([1, 2, 3, 10], 0.5)).toBe(2.5);
  expect(quantile([1, 2, 3, 10], 1)).toBe(10);
});
