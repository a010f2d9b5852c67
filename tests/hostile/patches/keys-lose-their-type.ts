import { aggregation } from '../bases/aggregation.ts';
import { dedupe } from '../bases/dedupe.ts';
import { graph } from '../bases/graph.ts';
import { pricing } from '../bases/pricing.ts';
import { ofKind } from '../patch.ts';

const loopOfUnique = 'for (const value of values) if (!found.includes(value)) found.push(value);';
const searchOfDiscount = 'const discount = discounts.find((entry) => entry.sku === line.sku);';
const bodyOfTotals = `return rows.reduce((all, row) => {
    const held = all.find((entry) => entry.region === row.region);
    if (!held) return [...all, { region: row.region, amount: row.amount, count: 1 }];
    return all.map((entry) => (entry === held ? { ...entry, amount: entry.amount + row.amount, count: entry.count + 1 } : entry));
  }, []);`;

export const keysLoseTheirType = ofKind('keys lose their type, reserved names become special', [
  {
    name: 'an object remembers values that were compared',
    base: dedupe,
    edits: [
      [
        loopOfUnique,
        `const seen = {};
  for (const value of values) if (!seen[value]) { seen[value] = true; found.push(value); }`,
      ],
    ],
    whyWrong: "1 and '1', and two different objects, become one",
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a set remembers texts of values',
    base: dedupe,
    edits: [
      [
        loopOfUnique,
        `const seen = new Set();
  for (const value of values) if (!seen.has(String(value))) { seen.add(String(value)); found.push(value); }`,
      ],
    ],
    whyWrong: "1 and '1' become one",
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a set remembers JSON of values',
    base: dedupe,
    edits: [
      [
        loopOfUnique,
        `const seen = new Set();
  for (const value of values) { const key = JSON.stringify(value); if (!seen.has(key)) { seen.add(key); found.push(value); } }`,
      ],
    ],
    whyWrong: 'two different objects with the same content become one',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'an object with inherited names remembers texts',
    base: dedupe,
    edits: [
      [
        loopOfUnique,
        `const seen = {};
  for (const value of values) {
    const key = typeof value + String(value);
    if (typeof value === 'string' ? !(value in seen) : !(key in seen)) { seen[typeof value === 'string' ? value : key] = 1; found.push(value); }
  }`,
      ],
    ],
    whyWrong: "the text 'constructor' is taken as already seen",
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'counts are kept in an object',
    base: dedupe,
    edits: [
      ['const counts = new Map();', 'const counts = Object.create(null);'],
      ['counts.set(key, (counts.get(key) ?? 0) + 1)', 'counts[key] = (counts[key] ?? 0) + 1'],
      ['[...counts].map', 'Object.entries(counts).map'],
    ],
    whyWrong: 'numbers come back as texts, and numeric names first',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'counts are kept in an object with a prototype',
    base: dedupe,
    edits: [
      ['const counts = new Map();', 'const counts = {};\n  const keys = new Set();'],
      [
        'counts.set(key, (counts.get(key) ?? 0) + 1)',
        '{ keys.add(key); counts[key] = (counts[key] ?? 0) + 1; }',
      ],
      [
        '[...counts].map(([key, count]) => ({ key, count }))',
        '[...keys].map((key) => ({ key, count: counts[key] }))',
      ],
    ],
    whyWrong: "1 and '1' are counted together, and 'constructor' begins with a function",
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'discounts are looked up in an object',
    base: pricing,
    edits: [
      [
        'let sum = 0;',
        `const bySku = {};
  for (const entry of discounts) bySku[entry.sku] ??= entry;
  let sum = 0;`,
      ],
      [searchOfDiscount, 'const discount = bySku[line.sku];'],
    ],
    whyWrong: "a discount for '__proto__' is lost, and the number 7 finds the discount of '7'",
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'discounts are looked up in a map by text',
    base: pricing,
    edits: [
      [
        'let sum = 0;',
        `const bySku = new Map();
  for (const entry of discounts) if (!bySku.has(\`\${entry.sku}\`)) bySku.set(\`\${entry.sku}\`, entry);
  let sum = 0;`,
      ],
      [searchOfDiscount, 'const discount = bySku.get(`${line.sku}`);'],
    ],
    whyWrong: "the number 7 finds the discount of '7'",
    stoppedBy: { calls: 'approver' },
  },
  {
    name: 'discounts are looked up without regard to case',
    base: pricing,
    edits: [
      [
        'let sum = 0;',
        `const bySku = new Map();
  for (const entry of discounts) if (!bySku.has(entry.sku.trim())) bySku.set(entry.sku.trim(), entry);
  let sum = 0;`,
      ],
      [searchOfDiscount, 'const discount = bySku.get(line.sku.trim());'],
    ],
    whyWrong: "'tea ' finds the discount of 'tea'",
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'regions are keys of an object',
    base: aggregation,
    edits: [
      [
        bodyOfTotals,
        `const all = {};
  for (const { region, amount } of rows) {
    all[region] ??= { region, amount: 0, count: 0 };
    all[region].amount += amount;
    all[region].count += 1;
  }
  return Object.values(all);`,
      ],
    ],
    whyWrong: "regions '10' and '9' change places, and 'constructor' is lost",
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'visited nodes are keys of an object',
    base: graph,
    edits: [
      ['const done = [];', 'const done = [];\n  const isDone = {};'],
      ['if (done.includes(node)) return;', 'if (isDone[node]) return;'],
      ['done.push(node);', 'done.push(node);\n    isDone[node] = true;'],
    ],
    whyWrong: 'a node called constructor is never visited',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'edges are grouped by their text',
    base: graph,
    edits: [
      ['const open = [];', 'const open = [];\n  const following = Object.groupBy(edges, ([from]) => from);'],
      [
        'for (const [from, to] of edges) if (from === node) visit(to);',
        'for (const [, to] of following[node] ?? []) visit(to);',
      ],
    ],
    whyWrong: "nodes 1 and '1' share their edges",
    stoppedBy: { calls: 'approver' },
  },
]);
