import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Column, formatTable } from '../src/table.ts';

const columns: readonly Column[] = [
  { title: 'Article', field: 'name' },
  { title: 'Price', field: 'price', align: 'right' },
];
const linesOf = (text: string): readonly string[] => text.split('\n');

describe('a table', () => {
  it('has titles and a line', () => {
    assert.deepEqual(linesOf(formatTable(columns, [])), ['Article | Price', '--------|------']);
  });
  it('aligns texts left and prices right', () => {
    assert.deepEqual(linesOf(formatTable(columns, [{ name: 'pen', price: 1.25 }]))[2], 'pen     |  1.25');
  });
  it('is as wide as its longest cell', () => {
    const [titles] = linesOf(formatTable(columns, [{ name: 'standing desk', price: 12_345.75 }]));
    assert.equal(titles, 'Article       |    Price');
  });
  it('writes prices with two decimals', () => {
    assert.match(formatTable(columns, [{ name: 'pen', price: 2.344_44 }]), /2\.34$/);
  });
  it('leaves cells empty that have no value', () => {
    assert.equal(linesOf(formatTable(columns, [{ name: 'gift', price: null }]))[2], 'gift    |');
  });
  it('has a line for each row', () => {
    const rows = ['pen', 'desk', 'lamp'].map((name, i) => ({ name, price: i + 1.11 }));
    assert.equal(linesOf(formatTable(columns, rows)).length, 5);
  });
  it('ends no line in blanks', () => {
    const lines = linesOf(formatTable([{ title: 'Article', field: 'name' }], [{ name: 'pen' }]));
    assert.deepEqual(lines, ['Article', '-------', 'pen']);
  });
  it('keeps the order of rows', () => {
    const text = formatTable(columns, [
      { name: 'b', price: 2.22 },
      { name: 'a', price: 1.11 },
    ]);
    assert.ok(text.indexOf('b ') < text.indexOf('a '));
  });
});
