import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { search } from '../src/search.js';

const documents = [
  { id: 'd1', title: 'Slow queries', text: 'An index makes slow queries fast.' },
  { id: 'd2', title: 'Caches', text: 'A cache is fast, and sometimes wrong.' },
  { id: 'd3', title: 'Fast food', text: 'Nothing on databases.' },
];
const idsOf = (found) => found.map(({ id }) => id);

describe('a search', () => {
  it('finds words in texts', () => {
    assert.deepEqual(idsOf(search(documents, 'index')), ['d1']);
  });
  it('finds words in any case', () => {
    assert.deepEqual(idsOf(search(documents, 'INDEX')), ['d1']);
  });
  it('gives titles more points', () => {
    assert.deepEqual(search(documents, 'fast'), [
      { id: 'd3', score: 3 },
      { id: 'd1', score: 1 },
      { id: 'd2', score: 1 },
    ]);
  });
  it('adds up the words of the query', () => {
    assert.deepEqual(search(documents, 'slow queries'), [{ id: 'd1', score: 8 }]);
  });
  it('finds whole words only', () => {
    assert.deepEqual(search(documents, 'data'), []);
  });
  it('leaves punctuation out', () => {
    assert.deepEqual(idsOf(search(documents, 'wrong!')), ['d2']);
  });
  it('finds nothing without words', () => {
    assert.deepEqual(search(documents, ' '), []);
  });
  it('finds nothing in no documents', () => {
    assert.deepEqual(search([], 'fast'), []);
  });
});
