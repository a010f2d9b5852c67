import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Entry, type PageRequest, pageOf } from '../src/pages.ts';

const entries: readonly Entry[] = ['lamp', 'desk', 'pen', 'chair', 'shelf'].map((name, id) => ({
  id,
  name,
  price: [30, 250, null, 80, 120][id] ?? null,
}));
const ask = (fields: Partial<PageRequest> = {}): readonly string[] =>
  pageOf(entries, { page: 1, size: 10, sort: 'name', ...fields }).entries.map(({ name }) => name);

describe('a page', () => {
  it('is sorted by name', () => {
    assert.deepEqual(ask(), ['chair', 'desk', 'lamp', 'pen', 'shelf']);
  });
  it('is sorted by price, without a price last', () => {
    assert.deepEqual(ask({ sort: 'price' }), ['lamp', 'chair', 'shelf', 'desk', 'pen']);
  });
  it('has a size', () => {
    assert.deepEqual(ask({ size: 2 }), ['chair', 'desk']);
  });
  it('follows on another', () => {
    assert.deepEqual(ask({ size: 2, page: 2 }), ['lamp', 'pen']);
    assert.deepEqual(ask({ size: 2, page: 3 }), ['shelf']);
  });
  it('is empty after the last', () => {
    assert.deepEqual(ask({ page: 2 }), []);
  });
  it('knows how many there are', () => {
    const { total, pages } = pageOf(entries, { page: 1, size: 2, sort: 'name' });
    assert.deepEqual({ total, pages }, { total: 5, pages: 3 });
  });
  it('may begin at a price', () => {
    assert.deepEqual(ask({ sort: 'price', from: 100 }), ['shelf', 'desk']);
  });
  it('must exist', () => {
    assert.throws(() => ask({ page: 0 }), RangeError);
    assert.throws(() => ask({ size: 1.5 }), RangeError);
  });
});
