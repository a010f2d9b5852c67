import { aggregation } from '../bases/aggregation.ts';
import { format } from '../bases/format.ts';
import { graph } from '../bases/graph.ts';
import { pagination } from '../bases/pagination.ts';
import { pricing } from '../bases/pricing.ts';
import { queue } from '../bases/queue.ts';
import { ranking } from '../bases/ranking.ts';
import { search } from '../bases/search.ts';
import { ofKind } from '../patch.ts';

const sortOfRank = 'sorted.sort((a, b) => b.score - a.score);';

export const orderAndTies = ofKind('order or ties change', [
  {
    name: 'a sort reverses an ascending one',
    base: ranking,
    edits: [[sortOfRank, 'sorted.sort((a, b) => a.score - b.score).reverse();']],
    whyWrong: 'items with the same score change places',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a sort breaks ties by name',
    base: ranking,
    edits: [[sortOfRank, 'sorted.sort((a, b) => b.score - a.score || (a.id < b.id ? 1 : -1));']],
    whyWrong: 'items with the same score change places',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a comparator answers with a boolean',
    base: ranking,
    edits: [[sortOfRank, 'sorted.sort((a, b) => b.score > a.score);']],
    whyWrong: 'a boolean is no order',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a selection sort swaps items',
    base: ranking,
    edits: [
      [
        sortOfRank,
        `for (let i = 0; i < sorted.length; i += 1) {
    let most = i;
    for (let j = i + 1; j < sorted.length; j += 1) if (sorted[j].score > sorted[most].score) most = j;
    [sorted[i], sorted[most]] = [sorted[most], sorted[i]];
  }`,
      ],
    ],
    whyWrong: 'an item that is swapped passes others with the same score',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'scores are put into whole numbers',
    base: ranking,
    edits: [[sortOfRank, 'sorted.sort((a, b) => Math.trunc(b.score) - Math.trunc(a.score));']],
    whyWrong: '1.5 and 1 become ties',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'items are put into a map by score',
    base: ranking,
    edits: [['return sorted;', 'return [...new Map(sorted.map((item) => [item.score, item])).values()];']],
    whyWrong: 'of items with the same score one is left',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'the best are kept in a window that replaces ties',
    base: ranking,
    edits: [
      [
        'return rank(items).slice(0, count);',
        `const kept = [];
  for (const item of items) {
    const at = kept.findIndex((other) => other.score <= item.score);
    if (at >= 0) kept.splice(at, 0, item);
    else kept.push(item);
    if (kept.length > count) kept.pop();
  }
  return kept;`,
      ],
    ],
    whyWrong: 'the last of items with the same score comes first',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'the last of two with one name is found',
    base: search,
    edits: [
      [
        'return products.find((product) => product.name === name) ?? null;',
        'return new Map(products.map((product) => [product.name, product])).get(name) ?? null;',
      ],
    ],
    whyWrong: 'the first match becomes the last match',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'found products come from the end',
    base: search,
    edits: [['return found.map(', 'return found.reverse().map(']],
    whyWrong: 'products come in another order',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'found products are distinct by name',
    base: search,
    edits: [
      [
        'return found.map(',
        'return [...new Map(found.map((product) => [product.name, product])).values()].map(',
      ],
    ],
    whyWrong: 'of two products with one name one is left',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'properties come in another order',
    base: search,
    edits: [['({ sku, name }) => ({ sku, name })', '({ sku, name }) => ({ name, sku })']],
    whyWrong: 'JSON of the result has other bytes',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'the last discount of a product counts',
    base: pricing,
    edits: [
      [
        'let sum = 0;',
        'const bySku = new Map(discounts.map((entry) => [entry.sku, entry]));\n  let sum = 0;',
      ],
      ['discounts.find((entry) => entry.sku === line.sku)', 'bySku.get(line.sku)'],
    ],
    whyWrong: 'the first match becomes the last match',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'jobs with the same priority come last in, first out',
    base: queue,
    edits: [
      [
        'this.#jobs = [...this.#jobs, { name, priority }].sort((a, b) => b.priority - a.priority);',
        `const at = this.#jobs.findIndex((job) => job.priority <= priority);
    this.#jobs.splice(at < 0 ? this.#jobs.length : at, 0, { name, priority });`,
      ],
    ],
    whyWrong: 'the queue is no longer first in, first out',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'the next job is taken from the end',
    base: queue,
    edits: [
      [
        'const [first, ...rest] = this.#jobs;\n    this.#jobs = rest;\n    return first?.name ?? null;',
        'return this.#jobs.pop()?.name ?? null;',
      ],
    ],
    whyWrong: 'the least urgent job comes first',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'pages are sorted by time alone',
    base: pagination,
    edits: [['a.at - b.at || (a.id < b.id ? -1 : 1)', 'a.at - b.at']],
    whyWrong: 'items with the same time move between pages',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'regions are sorted',
    base: aggregation,
    edits: [['  }, []);', '  }, []).sort((a, b) => (a.region < b.region ? -1 : 1));']],
    whyWrong: 'regions no longer come in the order of their first row',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'numbers are added from the end',
    base: aggregation,
    edits: [['numbers.reduce((', 'numbers.reduceRight((']],
    whyWrong: 'sums of fractions differ in their last digits',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a graph is visited from its other end',
    base: graph,
    edits: [
      ['for (const [from] of edges) visit(from);', 'for (const [from] of edges.toReversed()) visit(from);'],
    ],
    whyWrong: 'another order comes out, in which others wait',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'the label comes before what it overwrites',
    base: format,
    edits: [
      ['{ ...row, label: ', '{ label: '],
      ['format.format(row.price)}` };', 'format.format(row.price)}`, ...row };'],
    ],
    whyWrong: 'properties come in another order, and a row with a label keeps it',
    stoppedBy: { calls: 'rejected' },
  },
]);
