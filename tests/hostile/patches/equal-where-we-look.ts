import { aggregation } from '../bases/aggregation.ts';
import { dedupe } from '../bases/dedupe.ts';
import { format } from '../bases/format.ts';
import { handler } from '../bases/handler.ts';
import { pagination } from '../bases/pagination.ts';
import { parsing } from '../bases/parsing.ts';
import { pricing } from '../bases/pricing.ts';
import { search } from '../bases/search.ts';
import { ofKind } from '../patch.ts';

export const equalWhereWeLook = ofKind('responses that are equal only where we look', [
  {
    name: 'JSON of the result is not the result',
    base: handler,
    edits: [
      [
        'return { names: products.map(({ name }) => name), count: products.length };',
        'return { names: [], toJSON: () => ({ names: products.map(({ name }) => name), count: products.length }) };',
      ],
    ],
    whyWrong: 'what reads the object sees no names',
    stoppedBy: { risk: 'prototypes' },
  },
  {
    name: 'a field is computed when it is read',
    base: handler,
    edits: [['count: products.length };', 'get count() { return products.length; } };']],
    whyWrong: 'the count changes with the list after the response was made',
    stoppedBy: { risk: 'prototypes' },
  },
  {
    name: 'a field that is usually there is left out of JSON',
    base: pagination,
    edits: [[', total: sorted.length };', ', total: sorted.length || undefined };']],
    whyWrong: 'an empty list has no total',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'null becomes undefined',
    base: search,
    edits: [['product.name === name) ?? null', 'product.name === name)']],
    whyWrong: 'JSON of the result lacks a field',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'whole objects are given instead of two fields',
    base: search,
    edits: [['return found.map(({ sku, name }) => ({ sku, name }));', 'return found;']],
    whyWrong: 'fields that were kept private are shown as soon as a product has them',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a total is not rounded where it looks round',
    base: pricing,
    edits: [
      [
        'return Math.round(sum * 100) / 100;',
        'return Number.isInteger(sum * 10) ? sum : Math.round(sum * 100) / 100 + 0;',
      ],
    ],
    whyWrong: 'minus zero becomes zero',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a total is rounded by its text',
    base: pricing,
    edits: [['return Math.round(sum * 100) / 100;', 'return Number(sum.toFixed(2));']],
    whyWrong: 'halves are rounded the other way',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a total is cut instead of rounded',
    base: pricing,
    edits: [['return Math.round(sum * 100) / 100;', 'return Math.trunc(sum * 100 + 0.5) / 100;']],
    whyWrong: 'sums below zero are rounded the other way',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'an error has another message',
    base: parsing,
    edits: [['`not a number: ${field}`', "'not a number'"]],
    whyWrong: 'the client no longer knows which field is wrong',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'an error has another class',
    base: parsing,
    edits: [['throw new SyntaxError(', 'throw new Error(']],
    whyWrong: 'a handler that answers 400 by the class answers 500',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'an empty field becomes NaN',
    base: parsing,
    edits: [['const number = Number(field);', 'const number = Number.parseFloat(field);']],
    whyWrong: "'' and '0x10' are other numbers",
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'letters are composed',
    base: parsing,
    edits: [['field = field + letter;', 'field = field + letter.normalize();']],
    whyWrong: 'a letter with a separate accent becomes another one',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'a list has a property of its own',
    base: dedupe,
    edits: [['return found;', 'return Object.assign(found, { count: found.length });']],
    whyWrong: 'what copies or compares the list sees the property',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'undefined is not a value any more',
    base: dedupe,
    edits: [
      [
        'if (!found.includes(value)) found.push(value);',
        'if (value !== undefined && !found.includes(value)) found.push(value);',
      ],
    ],
    whyWrong: 'a list loses its undefined',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'NaN is found every time',
    base: dedupe,
    edits: [['!found.includes(value)', 'found.indexOf(value) < 0']],
    whyWrong: 'NaN is not found by indexOf',
    stoppedBy: { calls: 'approver' },
  },
  {
    name: 'empty lists have an average',
    base: aggregation,
    edits: [['if (numbers.length === 0) return null;\n', '']],
    whyWrong: 'an empty list has the average NaN',
    stoppedBy: { calls: 'rejected' },
  },
  {
    name: 'sums begin as texts of one type',
    base: aggregation,
    edits: [['sum + number, 0)', 'sum + +number, 0)']],
    whyWrong: 'texts are added as numbers',
    stoppedBy: { calls: 'approver' },
  },
  {
    name: 'long texts are cut',
    base: format,
    edits: [
      [
        "let padded = text;\n  while (padded.length < width) padded = ' ' + padded;\n  return padded;",
        'return text.padStart(width).slice(-Math.max(width, 4));',
      ],
    ],
    whyWrong: 'texts that are wider than the column lose their begin',
    stoppedBy: { calls: 'rejected' },
  },
]);
