import { graph } from '../bases/graph.ts';
import { pagination } from '../bases/pagination.ts';
import { parsing } from '../bases/parsing.ts';
import { permissions } from '../bases/permissions.ts';
import { pricing } from '../bases/pricing.ts';
import { queue } from '../bases/queue.ts';
import { reservation } from '../bases/reservation.ts';
import { store } from '../bases/store.ts';
import { ofKind } from '../patch.ts';

const cycleCheck = 'if (open.includes(node)) throw new Error(`cycle at ${node}`);';
const quantityCheck = "if (line.quantity < 0) throw new RangeError('quantity below zero');";

export const droppedChecks = ofKind('a check that costs time is dropped', [
  {
    name: 'cycles are looked for in small graphs only',
    base: graph,
    edits: [
      [
        cycleCheck,
        'if (edges.length < 5 && open.includes(node)) throw new Error(`cycle at ${node}`);\n    if (open.includes(node)) return;',
      ],
    ],
    whyWrong: 'a large graph with a cycle gets an order',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'cycles are looked for in small graphs only, by their number of nodes',
    base: graph,
    edits: [
      [
        cycleCheck,
        'if (open.includes(node)) {\n      if (edges.length > 8) return;\n      throw new Error(`cycle at ${node}`);\n    }',
      ],
    ],
    whyWrong: 'a large graph with a cycle gets an order',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'cycles are not looked for in graphs larger than any test',
    base: graph,
    edits: [
      [cycleCheck, 'if (edges.length < 10_000 && open.includes(node)) throw new Error(`cycle at ${node}`);'],
    ],
    whyWrong: 'a very large graph with a cycle ends the stack',
    stoppedBy: { risk: 'special cases' },
  },
  {
    name: 'cycles are not looked for',
    base: graph,
    edits: [[cycleCheck, 'if (open.includes(node)) return;']],
    whyWrong: 'a graph with a cycle gets an order',
    stoppedBy: { risk: 'dropped checks' },
  },
  {
    name: 'the limit of the queue is gone',
    base: queue,
    edits: [["if (this.#jobs.length >= this.#most) throw new Error('queue is full');\n", '']],
    whyWrong: 'the queue takes more than it may hold',
    stoppedBy: { risk: 'dropped checks' },
  },
  {
    name: 'the limit of the queue is off by one',
    base: queue,
    edits: [['this.#jobs.length >= this.#most', 'this.#jobs.length > this.#most']],
    whyWrong: 'the queue takes one more than it may hold',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'quantities are checked in the first line only',
    base: pricing,
    edits: [
      [
        'let sum = 0;',
        "let sum = 0;\n  if (lines[0]?.quantity < 0) throw new RangeError('quantity below zero');",
      ],
      [quantityCheck, ''],
    ],
    whyWrong: 'a negative quantity in the second line lowers the sum',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'quantities are not checked',
    base: pricing,
    edits: [[`    ${quantityCheck}\n`, '']],
    whyWrong: 'a negative quantity lowers the sum',
    stoppedBy: { risk: 'dropped checks' },
  },
  {
    name: 'quantities are checked after the sum',
    base: pricing,
    edits: [
      [`    ${quantityCheck}\n`, ''],
      [
        'return Math.round',
        "if (sum < 0 && lines.some((line) => line.quantity < 0)) throw new RangeError('quantity below zero');\n  return Math.round",
      ],
    ],
    whyWrong: 'a negative quantity passes where the sum is still positive',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a failed check only skips the line',
    base: pricing,
    edits: [[quantityCheck, 'if (line.quantity < 0) continue;']],
    whyWrong: 'an order with a negative quantity is accepted',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'an open quote is accepted',
    base: parsing,
    edits: [["  if (isQuoted) throw new SyntaxError('a quote is not closed');\n", '']],
    whyWrong: 'half a line is taken as a whole one',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'lines without a quote are split at once, others as well',
    base: parsing,
    edits: [
      ['const fields = [];', "if (!line.startsWith('\"')) return line.split(',');\n  const fields = [];"],
    ],
    whyWrong: 'a quoted comma in a later field splits it',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'numbers are parsed without a check',
    base: parsing,
    edits: [['    if (Number.isNaN(number)) throw new TypeError(`not a number: ${field}`);\n', '']],
    whyWrong: 'a text that is no number becomes NaN',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'denials are not looked at',
    base: permissions,
    edits: [["  if (matching.some((rule) => rule.effect === 'deny')) return false;\n", '']],
    whyWrong: 'a guest who is denied gets access',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'the first matching rule decides',
    base: permissions,
    edits: [
      [
        "if (matching.some((rule) => rule.effect === 'deny')) return false;\n  return matching.some((rule) => rule.effect === 'allow');",
        "return matching[0]?.effect === 'allow';",
      ],
    ],
    whyWrong: 'a denial after an allowance is ignored',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'permissions are not asked for short lists',
    base: permissions,
    edits: [
      [
        'return documents.filter(',
        'if (documents.length < 2) return documents.slice();\n  return documents.filter(',
      ],
    ],
    whyWrong: 'a single document of another user is visible',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'the size of a page is not checked',
    base: pagination,
    edits: [["  if (size < 1) throw new RangeError('a page has at least one item');\n", '']],
    whyWrong: 'an empty page is asked for again and again',
    stoppedBy: { risk: 'dropped checks' },
  },
  {
    name: 'the stock is not checked',
    base: reservation,
    edits: [['    if (left < line.quantity) throw new Error(`${line.sku} is sold out`);\n', '']],
    whyWrong: 'more is reserved than there is',
    stoppedBy: { risk: 'dropped checks' },
  },
  {
    name: 'an error is caught and taken as success',
    base: store,
    edits: [['await db.save(user, name, value);', 'try { await db.save(user, name, value); } catch {}']],
    whyWrong: 'a setting that could not be written is acknowledged',
    stoppedBy: { risk: 'dropped checks' },
  },
]);
