import type { Base } from '../base.ts';

export const aggregation: Base = {
  path: 'aggregation.js',
  source: `export function totalsByRegion(rows) {
  return rows.reduce((all, row) => {
    const held = all.find((entry) => entry.region === row.region);
    if (!held) return [...all, { region: row.region, amount: row.amount, count: 1 }];
    return all.map((entry) => (entry === held ? { ...entry, amount: entry.amount + row.amount, count: entry.count + 1 } : entry));
  }, []);
}

export function average(numbers) {
  if (numbers.length === 0) return null;
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
`,
  program: `import { average, totalsByRegion } from './src/aggregation.js';
const rows = [
  { region: 'north', amount: 10 }, { region: 'south', amount: 2.5 }, { region: 'north', amount: 0.1 },
  { region: 'east', amount: 7 }, { region: 'south', amount: 0.2 },
];
totalsByRegion(rows); totalsByRegion([]); totalsByRegion(rows.slice(2)); totalsByRegion(rows.slice(0, 1));
average([1, 2, 4]); average([]); average([0.1, 0.2, 0.3]); average([7]);
`,
};
