const assert = require('node:assert/strict');
const { describe, it } = require('node:test');
const { parseCsv } = require('../src/csv.js');

describe('comma-separated values', () => {
  it('are rows of fields', () => {
    assert.deepEqual(parseCsv('name,city\nAda,London\n'), [
      ['name', 'city'],
      ['Ada', 'London'],
    ]);
  });
  it('may end without a line break', () => {
    assert.deepEqual(parseCsv('a,b\n1,2'), [
      ['a', 'b'],
      ['1', '2'],
    ]);
  });
  it('may have line breaks of Windows', () => {
    assert.deepEqual(parseCsv('a,b\r\n1,2\r\n'), [
      ['a', 'b'],
      ['1', '2'],
    ]);
  });
  it('may hold separators in quotes', () => {
    assert.deepEqual(parseCsv('"Lovelace, Ada",London\n'), [['Lovelace, Ada', 'London']]);
  });
  it('may hold doubled quotes', () => {
    assert.deepEqual(parseCsv('"the ""first"" one",1\n'), [['the "first" one', '1']]);
  });
  it('may have empty fields', () => {
    assert.deepEqual(parseCsv('a,,c\n'), [['a', '', 'c']]);
  });
  it('may have another separator', () => {
    assert.deepEqual(parseCsv('a;b\nc;d\n', ';'), [
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });
  it('are none in an empty text', () => {
    assert.deepEqual(parseCsv(''), []);
  });
  it('must close their quotes', () => {
    assert.throws(() => parseCsv('"open,1\n'), SyntaxError);
  });
});
