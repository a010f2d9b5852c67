import { aggregation } from '../bases/aggregation.ts';
import { dedupe } from '../bases/dedupe.ts';
import { format } from '../bases/format.ts';
import { graph } from '../bases/graph.ts';
import { pagination } from '../bases/pagination.ts';
import { permissions } from '../bases/permissions.ts';
import { pricing } from '../bases/pricing.ts';
import { queue } from '../bases/queue.ts';
import { ranking } from '../bases/ranking.ts';
import { search } from '../bases/search.ts';
import { store } from '../bases/store.ts';
import { ofKind } from '../patch.ts';

const bodyOfRank = `  const sorted = [...items];
  sorted.sort((a, b) => b.score - a.score);
  return sorted;`;

export const wrongLater = ofKind('right at first, wrong later', [
  {
    name: 'a result is kept by the text of the input and given away',
    base: ranking,
    edits: [
      ['export function rank', 'const known = new Map();\nexport function rank'],
      [
        bodyOfRank,
        `  const key = JSON.stringify(items);
  if (!known.has(key)) known.set(key, items.toSorted((a, b) => b.score - a.score));
  return known.get(key);`,
      ],
    ],
    whyWrong: 'a caller that changes its result changes the next one',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a result is kept by the list itself',
    base: ranking,
    edits: [
      ['export function rank', 'const known = new WeakMap();\nexport function rank'],
      [
        bodyOfRank,
        `  if (!known.has(items)) known.set(items, items.toSorted((a, b) => b.score - a.score));
  return known.get(items).slice();`,
      ],
    ],
    whyWrong: 'a list that grew since is answered as it was',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'the argument itself is sorted',
    base: ranking,
    edits: [['const sorted = [...items];', 'const sorted = items;']],
    whyWrong: "the caller's list changes its order",
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a kept list is reversed in place',
    base: search,
    edits: [
      ['export function search', 'let last = null;\nexport function search'],
      ['return found.map(', 'last = found;\n  return last.map('],
    ],
    whyWrong: 'concurrent callers share the last result',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'words of a query are kept in an object of the module',
    base: search,
    edits: [
      ['export function search', 'const wordsByQuery = {};\nexport function search'],
      [
        "const words = query.toLowerCase().split(' ').filter((word) => word !== '');",
        "const words = (wordsByQuery[query] ??= query.toLowerCase().split(' ').filter((word) => word !== ''));",
      ],
    ],
    whyWrong: 'the object grows without a limit, and some names are inherited',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'found products are kept on the function',
    base: search,
    edits: [
      [
        'return products.find((product) => product.name === name) ?? null;',
        'firstNamed.known ??= new Map(products.map((product) => [product.name, product]));\n  return firstNamed.known.get(name) ?? null;',
      ],
    ],
    whyWrong: 'the first list of products answers for all others',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'names in lower case are put on the products',
    base: search,
    edits: [
      [
        'product.name.toLowerCase().includes(word)',
        '(product._name ??= product.name.toLowerCase()).includes(word)',
      ],
    ],
    whyWrong: "a product that is renamed is found by its old name, and the caller's objects change",
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'names in lower case are put on the products under a hidden name',
    base: search,
    edits: [
      ['export function search', "const lower = Symbol('lower');\nexport function search"],
      [
        'product.name.toLowerCase().includes(word)',
        '(product[lower] ??= product.name.toLowerCase()).includes(word)',
      ],
    ],
    whyWrong: 'a product that is renamed is found by its old name',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'counts live in the module',
    base: dedupe,
    edits: [
      [
        'export function countByKey(entries) {\n  const counts = new Map();',
        'const counts = new Map();\nexport function countByKey(entries) {',
      ],
    ],
    whyWrong: 'each call adds to the last one',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'an empty result is shared',
    base: dedupe,
    edits: [
      [
        'export function unique(values) {\n  const found = [];',
        'const none = [];\nexport function unique(values) {\n  if (values.length === 0) return none;\n  const found = [];',
      ],
    ],
    whyWrong: 'a caller that adds to its result adds to all empty ones',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a buffer of the module is given away',
    base: aggregation,
    edits: [
      [
        'export function totalsByRegion(rows) {',
        'const buffer = [];\nexport function totalsByRegion(rows) {\n  buffer.length = 0;',
      ],
      ['  }, []);', '  }, []).reduce((all, entry) => { all.push(entry); return all; }, buffer);'],
    ],
    whyWrong: 'the next call empties the result of the last one',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'a sum goes on from call to call',
    base: aggregation,
    edits: [
      ['export function average', 'let seen = 0;\nexport function average'],
      ['return numbers.reduce(', 'seen += 1;\n  return (seen > 1e6 ? 0 : 1) * numbers.reduce('],
    ],
    whyWrong: 'after a million calls every average is zero',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'a generator counts calls',
    base: pricing,
    edits: [
      [
        'export function total',
        'function* count() { let n = 0; for (;;) yield n++; }\nconst calls = count();\nexport function total',
      ],
      [
        'return Math.round(sum * 100) / 100;',
        'return calls.next().value > 1e6 ? 0 : Math.round(sum * 100) / 100;',
      ],
    ],
    whyWrong: 'after a million calls every order is free',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'a closure counts calls',
    base: pricing,
    edits: [
      [
        'export function total',
        'const tired = (() => { let n = 0; return () => (n += 1) > 1e6; })();\nexport function total',
      ],
      ['return Math.round', 'if (tired()) return 0;\n  return Math.round'],
    ],
    whyWrong: 'after a million calls every order is free',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'a static field counts calls',
    base: pricing,
    edits: [
      ['export function total', 'class Calls { static count = 0; }\nexport function total'],
      ['let sum = 0;', 'let sum = 0;\n  if (Calls.count++ > 1e6) return sum;'],
    ],
    whyWrong: 'after a million calls every order is free',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'a pattern goes on where it ended',
    base: format,
    edits: [
      ['export function pad', 'const blank = /^ *$/g;\nexport function pad'],
      ['let padded = text;', 'if (blank.test(text)) return text.padStart(width);\n  let padded = text;'],
    ],
    whyWrong: 'every other call takes the other way',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'one formatter serves all currencies',
    base: format,
    edits: [
      ['export function priceList', 'let format;\nexport function priceList'],
      [
        "const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });",
        "format ??= new Intl.NumberFormat('en-US', { style: 'currency', currency });",
      ],
    ],
    whyWrong: 'the first currency is shown for all',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'names of the queue are kept until the next one is asked for',
    base: queue,
    edits: [
      ['#most;', '#most;\n  #names = null;'],
      [
        'names() { return this.#jobs.map(({ name }) => name); }',
        'names() { return (this.#names ??= this.#jobs.map(({ name }) => name)); }',
      ],
      ['this.#jobs = rest;', 'this.#jobs = rest;\n    this.#names = null;'],
    ],
    whyWrong: 'a job that was added since is missing',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'the queue gives away what it keeps',
    base: queue,
    edits: [
      ['#most;', '#most;\n  list = [];'],
      [
        'names() { return this.#jobs.map(({ name }) => name); }',
        'names() { this.list.length = 0; this.list.push(...this.#jobs.map(({ name }) => name)); return this.list; }',
      ],
    ],
    whyWrong: 'an older list of names changes with the newer one',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'a written setting stays as it was read',
    base: store,
    edits: [['  settings.delete(`${user} ${name}`);\n', '']],
    whyWrong: 'GET, POST, GET answers the old value',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'read settings are kept',
    base: store,
    edits: [
      [
        'return settings.get(`${user} ${name}`) ?? defaults.find((entry) => entry.name === name)?.value ?? null;',
        `const key = \`\${user} \${name}\`;
  if (!settings.has(key)) settings.set(key, defaults.find((entry) => entry.name === name)?.value ?? null);
  return settings.get(key);`,
      ],
    ],
    whyWrong: 'a default that changes is not seen',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'permissions are kept for a user',
    base: permissions,
    edits: [
      ['export function isAllowed', 'const decisions = new Map();\nexport function isAllowed'],
      [
        "  return matching.some((rule) => rule.effect === 'allow');",
        "  const allowed = matching.some((rule) => rule.effect === 'allow');\n  decisions.set(user.id, allowed);\n  return allowed;",
      ],
      ['  const matching', '  if (decisions.get(user.id)) return true;\n  const matching'],
    ],
    whyWrong: 'a user who may read may write from then on',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'permissions are kept by the rules, on the rules',
    base: permissions,
    edits: [
      [
        'const matching = rules.filter(',
        'rules.denied ??= rules.filter((rule) => rule.effect === "deny");\n  const matching = rules.filter(',
      ],
    ],
    whyWrong: "the caller's list gets a property, and its later denials are not seen",
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'sorted items are kept beside their list',
    base: pagination,
    edits: [
      ['export function page', 'const sortedLists = new WeakMap();\nexport function page'],
      [
        'const sorted = [...items].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));',
        'const sorted = sortedLists.get(items) ?? [...items].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));\n  sortedLists.set(items, sorted);',
      ],
    ],
    whyWrong: 'an item that was added since is on no page',
    stoppedBy: { risk: 'memory' },
  },
  {
    name: 'a visited set outlives the call',
    base: graph,
    edits: [
      ['export function order', 'const checked = new Set();\nexport function order'],
      ['if (open.includes(node)) throw', 'if (!checked.has(node) && open.includes(node)) throw'],
      ['done.push(node);', 'done.push(node);\n    checked.add(node);'],
    ],
    whyWrong: 'a cycle through a node of an earlier graph ends the stack',
    stoppedBy: { risk: 'memory' },
  },
]);
