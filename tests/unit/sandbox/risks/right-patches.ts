import type { RiskKind } from '#core/proof/risk.ts';

/** A right optimization, as a service's own engineer could write it. */
export interface RightPatch {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** None for most: a rule that refuses everything proves nothing. */
  readonly risks?: readonly RiskKind[];
}

export const rightPatches: readonly RightPatch[] = [
  {
    name: 'an index replaces a search in a loop',
    before: `export function named(lines, products) {
  return lines.map((line) => products.find((product) => product.sku === line.sku)?.name ?? 'none');
}`,
    after: `export function named(lines, products) {
  const bySku = new Map();
  for (const product of products) if (!bySku.has(product.sku)) bySku.set(product.sku, product);
  return lines.map((line) => bySku.get(line.sku)?.name ?? 'none');
}`,
  },
  {
    name: 'a set replaces a list that is searched',
    before: 'export const known = (ids, all) => ids.filter((id) => all.includes(id));',
    after: `export const known = (ids, all) => {
  const set = new Set(all);
  return ids.filter((id) => set.has(id));
};`,
  },
  {
    name: 'results are kept for the time of one call',
    before: `export function ways(steps) {
  return steps <= 1 ? 1 : ways(steps - 1) + ways(steps - 2);
}`,
    after: `export function ways(steps) {
  const known = new Map();
  const count = (left) => {
    if (left <= 1) return 1;
    let found = known.get(left);
    if (found === undefined) {
      found = count(left - 1) + count(left - 2);
      known.set(left, found);
    }
    return found;
  };
  return count(steps);
}`,
  },
  {
    name: 'a table of constants moves out of the function',
    before: `export function rate(country) {
  const rates = { de: 0.19, fr: 0.2, it: 0.22 };
  return rates[country] ?? 0;
}`,
    after: `const rates = { de: 0.19, fr: 0.2, it: 0.22 };
export function rate(country) {
  return rates[country] ?? 0;
}`,
  },
  {
    name: 'a set of constants moves out of the function',
    before: "export const isVowel = (letter) => ['a', 'e', 'i', 'o', 'u'].includes(letter);",
    after: `const vowels = new Set(['a', 'e', 'i', 'o', 'u']);
export const isVowel = (letter) => vowels.has(letter);`,
  },
  {
    name: 'a table is computed when the module loads',
    before: `export function checksum(bytes) {
  let sum = 0;
  for (const byte of bytes) {
    let value = (sum ^ byte) & 0xff;
    for (let i = 0; i < 8; i += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    sum = (sum >>> 8) ^ value;
  }
  return sum >>> 0;
}`,
    after: `const table = new Uint32Array(256);
for (let n = 0; n < 256; n += 1) {
  let value = n;
  for (let i = 0; i < 8; i += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  table[n] = value;
}
export function checksum(bytes) {
  let sum = 0;
  for (const byte of bytes) sum = (sum >>> 8) ^ table[(sum ^ byte) & 0xff];
  return sum >>> 0;
}`,
  },
  {
    name: 'a table is computed by a function of the module',
    before: 'export const squareOf = (n) => [...Array(50).keys()].map((i) => i * i)[n];',
    after: `function build() {
  const squares = [];
  for (let i = 0; i < 50; i += 1) squares.push(i * i);
  return squares;
}
const squares = build();
export const squareOf = (n) => squares[n];`,
  },
  {
    name: 'a loop replaces reduce with spread',
    before: 'export const byId = (items) => items.reduce((all, item) => ({ ...all, [item.id]: item }), {});',
    after: `export const byId = (items) => {
  const all = {};
  for (const item of items) all[item.id] = item;
  return all;
};`,
  },
  {
    name: 'reduce changes its own object',
    before: 'export const byId = (items) => items.reduce((all, item) => ({ ...all, [item.id]: item }), {});',
    after: `export const byId = (items) => items.reduce((all, item) => {
  all[item.id] = item;
  return all;
}, {});`,
  },
  {
    name: 'sums are kept in one pass',
    before: `export const stats = (items) => ({
  sum: items.map((i) => i.price).reduce((a, b) => a + b, 0),
  most: items.map((i) => i.price).reduce((a, b) => Math.max(a, b), 0),
});`,
    after: `export const stats = (items) => items.reduce((all, { price }) => {
  all.sum += price;
  if (price > all.most) all.most = price;
  return all;
}, { sum: 0, most: 0 });`,
  },
  {
    name: 'a helper of the module adds to what its caller made',
    before: `export function totals(rows) {
  return rows.reduce((all, row) => ({ ...all, [row.key]: { amount: (all[row.key]?.amount ?? 0) + row.amount } }), {});
}`,
    after: `function addTo(group, row) {
  group.amount += row.amount;
}
export function totals(rows) {
  const all = {};
  for (const row of rows) {
    all[row.key] ??= { amount: 0 };
    addTo(all[row.key], row);
  }
  return all;
}`,
  },
  {
    name: 'a search ends early',
    before: 'export const hasNegative = (items) => items.filter((n) => n < 0).length > 0;',
    after: `export const hasNegative = (items) => {
  for (const n of items) if (n < 0) return true;
  return false;
};`,
  },
  {
    name: 'binary search in a sorted table',
    before: `const breaks = [0, 10, 100, 1000];
export const bracketOf = (amount) => breaks.findLastIndex((from) => amount >= from);`,
    after: `const breaks = [0, 10, 100, 1000];
function lastAtMost(sorted, amount) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= amount) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
export const bracketOf = (amount) => lastAtMost(breaks, amount);`,
  },
  {
    name: 'typed arrays hold the distances',
    before: `export function distance(a, b) {
  const rows = [...Array(a.length + 1)].map((_, i) => [i, ...Array(b.length).fill(0)]);
  for (let j = 0; j <= b.length; j += 1) rows[0][j] = j;
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1)
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
  return rows[a.length][b.length];
}`,
    after: `export function distance(a, b) {
  let last = new Uint32Array(b.length + 1);
  let next = new Uint32Array(b.length + 1);
  for (let j = 0; j <= b.length; j += 1) last[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    next[0] = i;
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min(last[j] + 1, next[j - 1] + 1, last[j - 1] + (a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1));
    [last, next] = [next, last];
  }
  return last[b.length];
}`,
  },
  {
    name: 'text is built from parts',
    before: `export function csv(rows) {
  let text = '';
  for (const row of rows) text = text + row.join(',') + '\\n';
  return text;
}`,
    after: `export function csv(rows) {
  const lines = [];
  for (const row of rows) lines.push(row.join(','), '\\n');
  return lines.join('');
}`,
  },
  {
    name: 'a parser compares codes of characters',
    before: `export function digits(text) {
  return text.split('').filter((c) => /[0-9]/.test(c)).join('');
}`,
    after: `export function digits(text) {
  let found = '';
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) found += text[i];
  }
  return found;
}`,
  },
  {
    name: 'a formatter moves out of the function',
    before: `export function price(cents) {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }).format(cents / 100);
}`,
    after: `const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
export function price(cents) {
  return dollars.format(cents / 100);
}`,
  },
  {
    name: 'one collator compares all names, in the locale of the host as before',
    before: 'export const sorted = (names) => [...names].sort((a, b) => a.localeCompare(b));',
    after: `export const sorted = (names) => {
  const { compare } = new Intl.Collator();
  return [...names].sort(compare);
};`,
  },
  {
    name: 'formatters are kept by locale for the time of one call',
    before: `export const prices = (rows) => rows.map(({ locale, amount }) => new Intl.NumberFormat(locale).format(amount));`,
    after: `export const prices = (rows) => {
  const formats = new Map();
  return rows.map(({ locale, amount }) => {
    let format = formats.get(locale);
    if (!format) {
      format = new Intl.NumberFormat(locale);
      formats.set(locale, format);
    }
    return format.format(amount);
  });
};`,
  },
  {
    name: 'a pattern moves out of the function',
    before: 'export const slug = (title) => title.toLowerCase().replace(/[^a-z0-9]+/g, "-");',
    after: `const others = /[^a-z0-9]+/g;
export const slug = (title) => title.toLowerCase().replace(others, "-");`,
  },
  {
    name: 'a set follows visited nodes',
    before: `export function reachable(graph, start) {
  const seen = [];
  const visit = (node) => {
    if (seen.includes(node)) return;
    seen.push(node);
    for (const next of graph[node] ?? []) visit(next);
  };
  visit(start);
  return seen;
}`,
    after: `export function reachable(graph, start) {
  const seen = new Set();
  const stack = [start];
  while (stack.length > 0) {
    const node = stack.pop();
    if (seen.has(node)) continue;
    seen.add(node);
    const following = graph[node] ?? [];
    for (let i = following.length - 1; i >= 0; i -= 1) stack.push(following[i]);
  }
  return [...seen];
}`,
  },
  {
    name: 'a queue is read by an index',
    before: `export function levels(tree) {
  const waiting = [tree];
  const found = [];
  while (waiting.length > 0) {
    const node = waiting.shift();
    found.push(node.name);
    waiting.push(...node.children);
  }
  return found;
}`,
    after: `export function levels(tree) {
  const waiting = [tree];
  const found = [];
  for (let at = 0; at < waiting.length; at += 1) {
    const node = waiting[at];
    found.push(node.name);
    for (const child of node.children) waiting.push(child);
  }
  return found;
}`,
  },
  {
    name: 'a heap of the module serves one call',
    before: `export function smallest(items, count) {
  return [...items].sort((a, b) => a - b).slice(0, count);
}`,
    after: `class Heap {
  #items = [];
  get size() { return this.#items.length; }
  push(item) {
    this.#items.push(item);
    this.largest = Math.max(this.largest ?? item, item);
  }
  drain() { return this.#items.sort((a, b) => a - b); }
}
export function smallest(items, count) {
  const heap = new Heap();
  for (const item of items) heap.push(item);
  return heap.drain().slice(0, count);
}`,
  },
  {
    name: 'a sort by computed keys computes each key once',
    before: 'export const ranked = (items, scoreOf) => [...items].sort((a, b) => scoreOf(b) - scoreOf(a));',
    after: `export const ranked = (items, scoreOf) => items
  .map((item) => ({ item, score: scoreOf(item) }))
  .sort((a, b) => b.score - a.score)
  .map(({ item }) => item);`,
  },
  {
    name: 'groups are made by the language',
    before: `export const groups = (items) => {
  const found = {};
  for (const item of items) found[item.kind] = [...(found[item.kind] ?? []), item];
  return Object.entries(found);
};`,
    after: 'export const groups = (items) => Object.entries(Object.groupBy(items, ({ kind }) => kind));',
  },
  {
    name: 'a deep copy is made by the language',
    before: 'export const copy = (value) => JSON.parse(JSON.stringify(value));',
    after: 'export const copy = (value) => structuredClone(value);',
  },
  {
    name: 'functions of a list are composed in a loop',
    before: 'export const compose = (steps) => (value) => steps.reduce((made, step) => step(made), value);',
    after: `export const compose = (steps) => (value) => {
  let made = value;
  for (let i = 0; i < steps.length; i += 1) made = steps[i](made);
  return made;
};`,
  },
  {
    name: 'own properties are asked for safely',
    before: 'export const has = (record, key) => Object.keys(record).includes(key);',
    after: `const { hasOwnProperty } = Object.prototype;
export const has = (record, key) => Object.prototype.hasOwnProperty.call(record, key) || hasOwnProperty.call(record, key);`,
    risks: ['prototypes'],
  },
  {
    name: 'own properties are asked for by the language',
    before: 'export const has = (record, key) => Object.keys(record).includes(key);',
    after: 'export const has = (record, key) => Object.hasOwn(record, key);',
  },
  {
    name: 'local variables have the names of globals',
    before:
      'export const run = (jobs) => jobs.filter((job) => job.process.self.length > 0).map((job) => job.process);',
    after: `export const run = (jobs) => {
  const found = [];
  for (const { process, test, it, self } of jobs.map((job) => ({ ...job, self: job.process.self }))) {
    if (self.length > 0 && test !== it) found.push(process);
    else if (self.length > 0) found.push(process);
  }
  return found;
};`,
  },
  {
    name: 'parameters have the names of globals',
    before:
      'export function count(global, window) { return global.filter((x) => window.includes(x)).length; }',
    after: `export function count(global, window) {
  const set = new Set(window);
  let fetch = 0;
  for (const x of global) if (set.has(x)) fetch += 1;
  return fetch;
}`,
  },
  {
    name: 'a check stays, and costs less',
    before: `export function order(lines) {
  for (const line of lines) if (lines.filter((other) => other.sku === line.sku).length > 1) throw new Error('twice: ' + line.sku);
  return lines.map(({ sku }) => sku);
}`,
    after: `export function order(lines) {
  const seen = new Map();
  for (const line of lines) seen.set(line.sku, (seen.get(line.sku) ?? 0) + 1);
  for (const line of lines) if (seen.get(line.sku) > 1) throw new Error('twice: ' + line.sku);
  return lines.map(({ sku }) => sku);
}`,
  },
  {
    name: 'a class keeps its fields and changes how it reads them',
    before: `export class Recent {
  #items = [];
  #most;
  constructor(most) { this.#most = most; }
  add(item) { this.#items = [...this.#items, item].slice(-this.#most); }
  list() { return [...this.#items]; }
}`,
    after: `export class Recent {
  #items = [];
  #most;
  constructor(most) { this.#most = most; }
  add(item) {
    this.#items.push(item);
    if (this.#items.length > this.#most) this.#items.shift();
  }
  list() { return this.#items.slice(); }
}`,
  },
  {
    name: 'reads of the environment stay where they are',
    before: `export function limited(items) {
  const most = Number(process.env.MOST ?? 10);
  const found = [];
  for (const item of items) if (!found.includes(item)) found.push(item);
  return found.slice(0, most);
}`,
    after: `export function limited(items) {
  const most = Number(process.env.MOST ?? 10);
  return [...new Set(items)].slice(0, most);
}`,
  },
  {
    name: 'the clock is read where it was read',
    before: `export function active(items) {
  const now = Date.now();
  return items.filter((item) => item.until > now).filter((item, i, all) => all.findIndex((o) => o.id === item.id) === i);
}`,
    after: `export function active(items) {
  const now = Date.now();
  const seen = new Set();
  return items.filter((item) => item.until > now && !seen.has(item.id) && seen.add(item.id));
}`,
  },
  {
    name: 'dates are computed from their arguments',
    before:
      'export const days = (items) => [...new Set(items.map(({ at }) => new Date(at).toISOString().slice(0, 10)))];',
    after: `export const days = (items) => {
  const found = new Set();
  for (const { at } of items) found.add(new Date(Date.parse(at)).toISOString().slice(0, 10));
  return [...found];
};`,
  },
  {
    name: 'CommonJS exports a faster function',
    before: `'use strict';
const { round } = require('./round');
module.exports.total = function total(items) { return round(items.map((i) => i.price).reduce((a, b) => a + b, 0)); };`,
    after: `'use strict';
const { round } = require('./round');
module.exports.total = function total(items) {
  let sum = 0;
  for (let i = 0; i < items.length; i++) sum += items[i].price;
  return round(sum);
};`,
  },
  {
    name: 'an object is frozen and shared',
    before: 'export const settings = () => ({ depth: 3, width: 7 });',
    after: `const defaults = Object.freeze({ depth: 3, width: 7 });
export const settings = () => defaults;`,
  },
  {
    name: 'TypeScript is read without its types',
    before: `interface Item { readonly id: string; readonly tags: readonly string[] }
export function tagged(items: readonly Item[], wanted: readonly string[]): Item[] {
  return items.filter((item) => wanted.some((tag) => item.tags.includes(tag)));
}`,
    after: `interface Item { readonly id: string; readonly tags: readonly string[] }
export function tagged(items: readonly Item[], wanted: readonly string[]): Item[] {
  const set = new Set<string>(wanted);
  return items.filter((item: Item): boolean => item.tags.some((tag) => set.has(tag)));
}`,
  },
  {
    name: 'a generator gives items one by one',
    before: 'export const pairs = (items) => items.flatMap((a) => items.map((b) => [a, b]));',
    after: `function* all(items) {
  for (const a of items) for (const b of items) yield [a, b];
}
export const pairs = (items) => [...all(items)];`,
  },
  {
    name: 'big values are compared as bytes',
    before: "export const same = (a, b) => a.toString('hex') === b.toString('hex');",
    after: 'export const same = (a, b) => a.length === b.length && Buffer.compare(a, b) === 0;',
  },
  {
    name: 'permissions are looked up in a nested map',
    before: `export function allowed(rules, user, action) {
  return rules.some((rule) => rule.role === user.role && rule.actions.includes(action));
}`,
    after: `export function allowed(rules, user, action) {
  for (let i = 0; i < rules.length; i += 1) {
    const { role, actions } = rules[i];
    if (role !== user.role) continue;
    if (actions.includes(action)) return true;
  }
  return false;
}`,
  },
  {
    name: 'only a page is sorted out of many',
    before:
      'export const page = (items, from, size) => [...items].sort((a, b) => a.at - b.at).slice(from, from + size);',
    after: `export const page = (items, from, size) => {
  const copy = items.slice();
  copy.sort((a, b) => a.at - b.at);
  copy.length = Math.min(copy.length, from + size);
  return copy.slice(from);
};`,
  },
  {
    name: 'reads run at once',
    before: `export async function stocks(warehouse, skus) {
  const found = [];
  for (const sku of skus) found.push(await warehouse.stock(sku));
  return found;
}`,
    after: `export async function stocks(warehouse, skus) {
  return Promise.all(skus.map((sku) => warehouse.stock(sku)));
}`,
    risks: ['concurrency'],
  },
  {
    name: 'a class gets an index that it keeps up to date',
    before: `export class Members {
  #all = [];
  add(member) { this.#all.push(member); }
  find(id) { return this.#all.find((member) => member.id === id); }
}`,
    after: `export class Members {
  #all = [];
  #byId = new Map();
  add(member) {
    this.#all.push(member);
    if (!this.#byId.has(member.id)) this.#byId.set(member.id, member);
  }
  find(id) { return this.#byId.get(id); }
}`,
    risks: ['memory'],
  },
  {
    name: 'results are kept from call to call',
    before: 'export const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));',
    after: `const known = new Map();
export const fib = (n) => {
  if (n < 2) return n;
  if (!known.has(n)) known.set(n, fib(n - 1) + fib(n - 2));
  return known.get(n);
};`,
    risks: ['memory'],
  },
  {
    name: 'a helper of another module is used',
    before: "import { a } from './shapes.js';\nexport const f = (x) => a(x).map((y) => y);",
    after:
      "import { a } from './shapes.js';\nimport { sortedIndex } from './search.js';\nexport const f = (x) => sortedIndex(a(x));",
    risks: ['new import', 'new import'],
  },
];
