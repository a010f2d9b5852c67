import { describe, expect, test } from 'vitest';
import { isForAPerson } from '#sandbox/verify/calls/tried.ts';
import { compareLocally } from '../../../../support/calls/local-calls.ts';

/** A rank of items by their score, as a service might have it. */
const base = `
export interface Item { readonly id: string; readonly score: number; }
export function rank(items: readonly Item[]): Item[] {
  const sorted = [...items];
  sorted.sort((a, b) => b.score - a.score);
  return sorted;
}
`;
const program = `
import { rank } from './src/code.ts';
rank([{ id: 'a', score: 1 }, { id: 'b', score: 3 }, { id: 'c', score: 2 }]);
rank([]);
`;

const withBody = (body: string): string => base.replace(/ {2}const sorted[\s\S]*return sorted;/, body);

describe('a right rewrite', () => {
  test('shows no difference on captured and made-up calls', async () => {
    const candidate = withBody('return items.toSorted((a, b) => b.score - a.score);');
    const { functions, differences, unseen } = await compareLocally({ base, candidate, program });
    expect(unseen).toEqual([]);
    expect(differences.filter(({ origin }) => origin !== 'unusual')).toEqual([]);
    expect(functions).toMatchObject([{ name: 'src/code.ts#rank', captured: 2, unstable: 0, unknown: {} }]);
    expect(functions[0]?.compared).toBeGreaterThan(50);
  });
});

describe('a wrong rewrite is found', () => {
  test.each([
    [
      'that reverses ties',
      'return items.toSorted((a, b) => b.score - a.score || 1).toSorted((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1));',
      'generated',
    ],
    [
      'that sorts its argument in place',
      'return (items as Item[]).sort((a, b) => b.score - a.score);',
      'captured',
    ],
    [
      'that drops what has a reserved name',
      'return items.filter(({ id }) => !(id in {})).toSorted((a, b) => b.score - a.score);',
      'generated',
    ],
    [
      'that is right for short lists alone',
      'return items.toSorted((a, b) => b.score - a.score).slice(0, 40);',
      'generated',
    ],
    [
      'that forgets duplicates',
      'return [...new Map(items.map((item) => [item.id, item])).values()].sort((a, b) => b.score - a.score);',
      'generated',
    ],
    [
      'that gives a list of another type',
      'return Object.assign(items.toSorted((a, b) => b.score - a.score), { total: items.length });',
      'captured',
    ],
    [
      'that gives other objects',
      'return items.toSorted((a, b) => b.score - a.score).map((item) => ({ score: item.score, id: item.id }));',
      'captured',
    ],
  ])('%s', async (_, body, origin) => {
    const { differences } = await compareLocally({ base, candidate: withBody(body ?? ''), program });
    expect(differences[0]).toMatchObject({ name: 'src/code.ts#rank', origin });
  });

  test('that keeps its last answer and gives it away again', async () => {
    const candidate = `const kept = new Map();\n${withBody(
      'const key = JSON.stringify(items); const known = kept.get(key); if (known) return known; const made = items.toSorted((a, b) => b.score - a.score); kept.set(key, made); return made;',
    )}`;
    const { differences } = await compareLocally({ base, candidate, program });
    expect(differences[0]?.difference).toContain('the same call once more');
  });

  test('by the smallest call that shows it, as code', async () => {
    const body = 'return items.length > 20 ? [] : items.toSorted((a, b) => b.score - a.score);';
    const { differences } = await compareLocally({ base, candidate: withBody(body), program });
    expect(differences[0]).toMatchObject({ origin: 'generated' });
    expect(differences[0]?.call).toMatch(/^rank\(\[/);
    expect(differences[0]?.call.split('id:')).toHaveLength(22);
  });
});

describe('what a caller may do between two calls shows', () => {
  const tags = 'export function tagsOf(item) { return [...item.tags]; }';
  const asking = `
import { tagsOf } from './src/code.js';
tagsOf({ tags: ['a', 'b'] });
`;
  const compare = (candidate: string) =>
    compareLocally({ path: 'code.js', base: tags, candidate, program: asking });

  test('a version that gives the caller its own list back', async () => {
    const { differences } = await compare('export function tagsOf(item) { return item.tags; }');
    expect(differences[0]?.difference).toContain('the result is argument 1.tags');
  });

  test('a version that remembers an object, not what is in it', async () => {
    const { differences } = await compare(`
const known = new WeakMap();
export function tagsOf(item) {
  if (!known.has(item)) known.set(item, [...item.tags]);
  return [...known.get(item)];
}`);
    expect(differences[0]?.difference).toContain('after their owner changed them');
  });
});

describe('what the code names is tried', () => {
  const total = `
export function total(lines) {
  let sum = 0;
  for (const line of lines) sum += line.amount;
  return sum;
}`;
  const adding = `
import { total } from './src/code.js';
total([{ kind: 'sale', amount: 3 }, { kind: 'gift', amount: 5 }]);
total([{ kind: 'refund', amount: 1 }, { kind: 'sale', amount: 70 }]);
`;
  test.each([
    ['a length', 'if (lines.length === 137) return 0;'],
    ['a number', 'if (lines.some((line) => line.amount === 48213)) return 0;'],
    ['a text', "if (lines.some((line) => line.kind === 'beta-tester')) return 0;"],
  ])('%s', async (_, check) => {
    const candidate = total.replace('let sum = 0;', `${check} let sum = 0;`);
    const { differences } = await compareLocally({
      path: 'code.js',
      base: total,
      candidate,
      program: adding,
    });
    expect(differences[0]).toMatchObject({ origin: 'generated' });
  });

  test('white space inside a text', async () => {
    const base = "export function joined(words) { return words.join(', '); }";
    const { differences } = await compareLocally({
      path: 'code.js',
      base,
      candidate: base.replace("', '", "',  '"),
      program: "import { joined } from './src/code.js'; joined(['a', 'b']);",
    });
    expect(differences[0]).toMatchObject({ origin: 'captured' });
  });
});

describe('a method is tried with a larger object', () => {
  test('so that a check that is dropped above a size shows, to a person', async () => {
    const base = `
export class Cart {
  lines = [];
  find(sku) { return this.lines.find((line) => line.sku === sku) ?? null; }
}`;
    const { differences } = await compareLocally({
      path: 'code.js',
      base,
      candidate: base.replace('this.lines.find', 'this.lines.slice(0, 30).reverse().find'),
      program: `
import { Cart } from './src/code.js';
const cart = new Cart();
cart.lines.push({ sku: 'a', count: 1 });
cart.find('a'); cart.find('b');`,
    });
    expect(differences).not.toEqual([]);
  });
});

describe('what cannot be compared is said', () => {
  test('a function that nobody calls', async () => {
    const candidate = withBody('return items.toSorted((a, b) => b.score - a.score);');
    const { functions, uses } = await compareLocally({ base, candidate, program: "import './src/code.ts';" });
    expect(uses).toEqual([]);
    expect(functions).toEqual([]);
  });

  test('a base that is not the same twice is set aside and counted', async () => {
    const random = base.replace(
      'return sorted;',
      'return sorted.map((item) => ({ ...item, score: Math.random() }));',
    );
    const { functions, differences } = await compareLocally({ base: random, candidate: base, program });
    expect(differences).toEqual([]);
    expect(functions[0]?.unstable).toBeGreaterThan(0);
    expect(functions[0]?.lost).toBe(0.5);
  });

  test('a function that gives a function', async () => {
    const maker = 'export function make(n) { return () => n; }';
    const { functions } = await compareLocally({
      path: 'code.js',
      base: maker,
      candidate: maker.replace('=> n', '=> n + 1'),
      program: "import { make } from './src/code.js'; make(1);",
    });
    expect(functions[0]?.compared).toBe(0);
    expect(Object.keys(functions[0]?.unknown ?? {})).toContain('it gives a function');
  });

  test.each([
    ['what it gives beside the function', 'return { price: n, read: () => n };', '{ price: n + 1, read'],
    ['that it throws now', 'return { price: n, read: () => n };', 'missing.price, { price: n, read'],
  ])('a function that gives a function differs in %s', async (_, body, changed) => {
    const maker = `export function make(n) { ${body} }`;
    const { differences } = await compareLocally({
      path: 'code.js',
      base: maker,
      candidate: maker.replace('{ price: n, read', changed),
      program: "import { make } from './src/code.js'; make(1);",
    });
    expect(differences).toMatchObject([{ name: 'src/code.js#make', origin: 'captured' }]);
  });
});

describe('collaborators answer as they did', () => {
  const slow = `
export async function stocks(warehouse, skus) {
  const found = [];
  for (const sku of skus) found.push(await warehouse.stock(sku));
  return found;
}
`;
  const asking = `
import { stocks } from './src/code.js';
class Warehouse { #calls = 0; async stock(sku) { this.#calls += 1; return { sku, left: sku.length }; } }
await stocks(new Warehouse(), ['a', 'bb', 'ccc']);
`;

  test('so that a version that asks the same is compared, and how many it asks at once is counted', async () => {
    const candidate =
      'export async function stocks(warehouse, skus) { return Promise.all(skus.map((sku) => warehouse.stock(sku))); }';
    const { functions, differences, peak } = await compareLocally({
      path: 'code.js',
      base: slow,
      candidate,
      program: asking,
    });
    expect(differences).toEqual([]);
    expect(functions[0]?.compared).toBeGreaterThan(0);
    expect(peak).toEqual({ base: 1, candidate: 3 });
  });

  test.each([
    ['for less', 'skus.slice(1)'],
    ['in another order', 'skus.toReversed()'],
    ['for more', '[...skus, "z"]'],
  ])('so that one that asks %s shows', async (_, skus) => {
    const candidate = slow
      .replace('of skus)', `of ${skus})`)
      .replace('return found;', 'return found.length === 0 ? [] : found;');
    const { differences } = await compareLocally({
      path: 'code.js',
      base: slow,
      candidate,
      program: asking,
    });
    expect(differences).not.toEqual([]);
  });

  test('so that a command that is left out goes to a person', async () => {
    const writes =
      'export async function close(log, id) { await log.write(id); await log.flush(id); return id; }';
    const { differences } = await compareLocally({
      path: 'code.js',
      base: writes,
      candidate: writes.replace('await log.write(id);', ''),
      program: `
import { close } from './src/code.js';
class Log { #n = 0; async write() { this.#n += 1; } async flush() { this.#n += 1; } }
await close(new Log(), 'a');`,
    });
    expect(differences[0]).toMatchObject({
      origin: 'collaborator',
      difference: expect.stringMatching(/was write\((.*)\) and is flush\(\1\)/),
    });
    expect(differences.every(isForAPerson)).toBe(true);
  });

  test('and a wrong answer is found', async () => {
    const candidate =
      'export async function stocks(warehouse, skus) { return (await Promise.all(skus.map((sku) => warehouse.stock(sku)))).reverse(); }';
    const { differences } = await compareLocally({ path: 'code.js', base: slow, candidate, program: asking });
    expect(differences[0]).toMatchObject({ origin: 'captured' });
  });
});

describe('objects with private state are made and asked again', () => {
  const counter = `
export class Recent {
  #items = [];
  constructor(most) { this.most = most; }
  add(item) { this.#items = [...this.#items, item].slice(-this.most); }
  list() { return [...this.#items]; }
}
`;
  const using = `
import { Recent } from './src/code.js';
const recent = new Recent(2);
for (const item of ['a', 'b', 'c']) recent.add(item);
recent.list(); recent.list();
`;

  test('what they give shows although one of them gives an object that cannot be read', async () => {
    const chained = counter.replace('list()', 'copy() { return new Recent(this.most); }\n  list()');
    const { functions, differences } = await compareLocally({
      path: 'code.js',
      base: chained,
      candidate: chained.replace('.slice(-this.most)', ''),
      program: `${using}recent.copy();`,
    });
    expect(Object.keys(functions[0]?.unknown ?? {})).toContain('it gives an instance of Recent');
    expect(differences).toMatchObject([{ name: 'src/code.js#Recent', origin: 'captured' }]);
  });

  test('a right one shows no difference', async () => {
    const candidate = counter.replace(
      'this.#items = [...this.#items, item].slice(-this.most);',
      'this.#items.push(item); if (this.#items.length > this.most) this.#items.shift();',
    );
    const { functions, differences } = await compareLocally({
      path: 'code.js',
      base: counter,
      candidate,
      program: using,
    });
    expect(differences.filter(({ origin }) => origin !== 'unusual')).toEqual([]);
    expect(functions[0]?.compared).toBeGreaterThan(20);
  });

  test('one that gives its own list away does', async () => {
    const candidate = counter.replace('return [...this.#items];', 'return this.#items;');
    const { differences } = await compareLocally({
      path: 'code.js',
      base: counter,
      candidate,
      program: using,
    });
    expect(differences[0]?.difference).toContain('once more');
  });

  test('one that is wrong after calls in another order does, with the fewest calls that show it', async () => {
    const candidate = counter.replace(
      'list() {',
      'list() { if (this.#items.length === 0) this.#items = ["none"];',
    );
    const { differences } = await compareLocally({
      path: 'code.js',
      base: counter,
      candidate,
      program: using,
    });
    expect(differences[0]).toMatchObject({ origin: 'generated' });
    expect(differences[0]?.call).toMatch(/^const subject = new Recent\(\d\);\nsubject\.list\(\);$/);
  });

  test('one that never drops the oldest does', async () => {
    const candidate = counter.replace(
      'this.#items = [...this.#items, item].slice(-this.most);',
      'this.#items.push(item);',
    );
    const { differences } = await compareLocally({
      path: 'code.js',
      base: counter,
      candidate,
      program: using,
    });
    expect(differences[0]).toMatchObject({ origin: 'captured' });
  });
});

describe('lives that nobody led are compared', () => {
  const limiter = `
/** Times may go back. */
export class Limiter {
  #limit; #window; #hits = [];
  constructor(limit, window) { this.#limit = limit; this.#window = window; }
  allow(key, now) {
    this.#hits = this.#hits.filter(({ at }) => at > now - this.#window);
    if (this.#hits.filter((hit) => hit.key === key).length >= this.#limit) return false;
    this.#hits.push({ key, at: now });
    return true;
  }
  forget(key) {
    const before = this.#hits.length;
    this.#hits = this.#hits.filter((hit) => hit.key !== key);
    return before - this.#hits.length;
  }
}`;
  const limiting = `
import { Limiter } from './src/code.js';
const first = new Limiter(2, 1_000);
for (const now of [0, 10, 20]) first.allow('ada', now);
const second = new Limiter(1, 1_000);
second.allow('ada', 0); second.allow('ada', 500); second.allow('bo', 700); second.allow('ada', 1_500);
second.forget('bo'); second.forget('dora');
`;
  const compare = (candidate: string) =>
    compareLocally({
      path: 'code.js',
      base: limiter,
      candidate,
      program: limiting,
      budget: { calls: 0, histories: 600, milliseconds: 4_000, rounds: 2, roundsForUnusual: 0 },
    });

  test('and a right rewrite shows no difference', async () => {
    const { functions, differences } = await compare(
      limiter.replace(
        /if \(this.#hits.filter.*/,
        'let used = 0; for (const hit of this.#hits) used += hit.key === key; if (used >= this.#limit) return false;',
      ),
    );
    expect(differences.filter(({ origin }) => origin !== 'unusual')).toEqual([]);
    expect(functions).toMatchObject([{ name: 'src/code.js#Limiter', captured: 2, lost: 0 }]);
    expect(functions[0]?.compared).toBeGreaterThan(150);
  });

  test.each([
    [
      'one that trusts that times never go back',
      /this.#hits = .*at > now.*/,
      'while (this.#hits[0]?.at <= now - this.#window) this.#hits.shift();',
      'generated',
    ],
    ['one whose objects share what they hold', /this\.#hits/g, 'shared.hits', 'captured'],
  ])('%s is found', async (_, was, is, origin) => {
    const { differences } = await compare(`const shared = { hits: [] };${limiter.replace(was, is)}`);
    expect(differences[0]).toMatchObject({ origin });
  });
});

describe('objects of a class are made again, too', () => {
  const basket = `
export class Basket {
  lines = [];
  add(sku, count) { this.lines.push({ sku, count }); return this; }
  count(sku) { return this.lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.count, 0); }
}`;
  const filling = `
import { Basket } from './src/code.js';
const basket = new Basket().add('a', 1).add('b', 2).add('c', 3);
basket.count('a'); basket.count('d');
`;
  const compare = (candidate: string) =>
    compareLocally({ path: 'code.js', base: basket, candidate, program: filling });

  test('so that one that keeps other fields is compared by what it gives', async () => {
    const candidate = basket
      .replace('lines = [];', 'counts = new Map();')
      .replace(
        'this.lines.push({ sku, count });',
        'this.counts.set(sku, (this.counts.get(sku) ?? 0) + count);',
      )
      .replace(/return this.lines.*/, 'return this.counts.get(sku) ?? 0; }');
    const { functions, differences } = await compare(candidate);
    expect(differences.filter(({ origin }) => origin !== 'unusual')).toEqual([]);
    expect(functions.find(({ name }) => name.endsWith('#Basket'))?.compared).toBeGreaterThan(20);
  });

  test('and one that forgets what was added before is found', async () => {
    const { differences } = await compare(
      basket.replace(
        /return this.lines.*/,
        'return this.lines.findLast((line) => line.sku === sku)?.count ?? 0; }',
      ),
    );
    expect(differences[0]).toMatchObject({ origin: 'generated' });
  });
});

describe('a text is read letter by letter', () => {
  const fields = "export function fields(line) { return line.split(',').map((field) => field.trim()); }";
  test.each([
    ['an empty field', "line.split(',').filter((field) => field !== '')"],
    ['a long text', "line.slice(0, 400).split(',')"],
    ['a line break', 'line.split(/,|\\n/)'],
  ])('%s', async (_, reading) => {
    const { differences } = await compareLocally({
      path: 'code.js',
      base: fields,
      candidate: fields.replace("line.split(',')", reading),
      program: "import { fields } from './src/code.js'; fields('a, b,c'); fields('one, two');",
    });
    expect(differences[0]).toMatchObject({ origin: 'generated' });
  });
});

describe('code of the candidate that no call reaches', () => {
  const base = `
export function sum(numbers) {
  if (numbers === null) throw new TypeError('no numbers');
  return numbers.reduce((total, number) => total + number, 0);
}`;
  const compare = (candidate: string) =>
    compareLocally({
      path: 'code.js',
      base,
      candidate,
      program: "import { sum } from './src/code.js'; sum([1, 2, 3]); sum([4]);",
    });
  const loop = 'let total = 0; for (const number of numbers) total += number; return total;';

  test('is named, with the condition under which it runs', async () => {
    const candidate = base.replace(
      /return numbers.*/,
      `if (numbers.length * 7 === 70_007) { return 1; }\n  ${loop}`,
    );
    const { differences, unexercised } = await compare(candidate);
    expect(differences).toEqual([]);
    expect(unexercised).toEqual([
      { path: 'src/code.js', line: 4, code: 'if (numbers.length * 7 === 70_007) { return 1; }' },
    ]);
  });

  test('is not named where the base has it, too', async () => {
    const { unexercised } = await compare(base.replace(/return numbers.*/, loop));
    expect(unexercised).toEqual([]);
  });
});
