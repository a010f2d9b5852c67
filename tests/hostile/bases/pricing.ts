import type { Base } from '../base.ts';

export const pricing: Base = {
  path: 'pricing.js',
  source: `export function total(lines, discounts) {
  let sum = 0;
  for (const line of lines) {
    if (line.quantity < 0) throw new RangeError('quantity below zero');
    const discount = discounts.find((entry) => entry.sku === line.sku);
    sum += line.price * line.quantity * (1 - (discount?.rate ?? 0));
  }
  return Math.round(sum * 100) / 100;
}
`,
  program: `import { total } from './src/pricing.js';
total([{ sku: 'tea', price: 4.5, quantity: 2 }, { sku: 'cup', price: 7.25, quantity: 1 }], [{ sku: 'tea', rate: 0.1 }]);
total([{ sku: 'pot', price: 19.99, quantity: 3 }], []);
total([], [{ sku: 'tea', rate: 0.1 }]);
total([{ sku: 'tea', price: 4.5, quantity: 1 }, { sku: 'tea', price: 4.4, quantity: 5 }], [{ sku: 'tea', rate: 0.2 }, { sku: 'pot', rate: 0.5 }]);
try { total([{ sku: 'tea', price: 4.5, quantity: -2 }], []); } catch {}
`,
};
