import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { joinOrders } from '../src/orders.js';

const customers = [
  { id: 'c1', name: 'Ada', active: true },
  { id: 'c2', name: 'Bo', active: false },
  { id: 'c3', name: 'Cy', active: true },
];
const products = [
  { sku: 'pen', cents: 150, tags: ['office', 'small'] },
  { sku: 'desk', cents: 25_000, tags: ['office', 'furniture'] },
  { sku: 'lamp', cents: 3_900, tags: ['light'] },
];
const order = (id, customer, ...lines) => ({
  id,
  customer,
  lines: lines.map(([sku, count]) => ({ sku, count })),
});

describe('joined orders', () => {
  it('have the name of their customer', () => {
    assert.equal(joinOrders([order('o1', 'c1', ['pen', 1])], customers, products)[0].customer, 'Ada');
  });
  it('have no name of a customer who is not active or not known', () => {
    const joined = joinOrders([order('o1', 'c2'), order('o2', 'c9')], customers, products);
    assert.deepEqual(
      joined.map(({ customer }) => customer),
      [null, null],
    );
  });
  it('add up their lines', () => {
    const [joined] = joinOrders([order('o1', 'c1', ['pen', 3], ['lamp', 2])], customers, products);
    assert.equal(joined.cents, 8_250);
  });
  it('have each tag once', () => {
    const [joined] = joinOrders([order('o1', 'c3', ['pen', 1], ['desk', 1])], customers, products);
    assert.deepEqual(joined.tags, ['office', 'small', 'furniture']);
  });
  it('keep their order and their lines', () => {
    const orders = [order('o2', 'c1', ['lamp', 1]), order('o1', 'c3', ['pen', 2])];
    const joined = joinOrders(orders, customers, products);
    assert.deepEqual(
      joined.map(({ id, lines }) => ({ id, lines })),
      orders.map(({ id, lines }) => ({ id, lines })),
    );
  });
  it('are none where there are none', () => {
    assert.deepEqual(joinOrders([], customers, products), []);
  });
  it('cost nothing without lines', () => {
    assert.deepEqual(joinOrders([order('o1', 'c1')], customers, products), [
      { id: 'o1', customer: 'Ada', lines: [], cents: 0, tags: [] },
    ]);
  });
  it('refuse a product that there is not', () => {
    assert.throws(() => joinOrders([order('o1', 'c1', ['sofa', 1])], customers, products), RangeError);
  });
});
