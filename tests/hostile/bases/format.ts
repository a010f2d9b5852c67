import type { Base } from '../base.ts';

export const format: Base = {
  path: 'format.js',
  source: `export function priceList(rows, currency) {
  return rows.map((row) => {
    const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
    return { ...row, label: \`\${row.name}: \${format.format(row.price)}\` };
  });
}

export function pad(text, width) {
  if (!(width <= 200)) throw new RangeError('at most 200 columns');
  let padded = text;
  while (padded.length < width) padded = ' ' + padded;
  return padded;
}
`,
  program: `import { pad, priceList } from './src/format.js';
const rows = [{ name: 'Tea', price: 4.5 }, { name: 'Cup', price: 1200 }, { name: 'Pot', price: 0 }, { name: 'Tea', price: 5.25 }];
priceList(rows, 'USD'); priceList(rows.slice(1), 'EUR'); priceList([], 'USD'); priceList(rows, 'JPY');
pad('7', 3); pad('1234', 3); pad('', 2); pad('12', 2); pad('x', 9);
`,
};
