import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orderHistory } from '../src/orders/order-history.ts';
import { lamp, rug } from './test-shop.ts';
import { visit } from './visit.ts';

test('the history lists what was ordered, at the price when it was ordered, with the total', async () => {
  const { status, body } = await visit('/customers/1/orders');
  assert.equal(status, 200);
  assert.deepEqual(body, {
    customer: '1',
    items: [
      { order: '1-1', sku: 'RU-1', name: 'Wool rug', quantity: 2, total: 16_000 },
      { order: '1-1', sku: 'LA-1', name: 'Oak lamp', quantity: 1, total: 1_499 },
      { order: '1-2', sku: 'GONE-1', name: 'No longer sold', quantity: 3, total: 300 },
    ],
    total: 17_799,
  });
});

test('a customer without orders has an empty history', async () => {
  assert.deepEqual((await visit('/customers/2/orders')).body, { customer: '2', items: [], total: 0 });
});

test('the orders of an unknown customer get a 404', async () => {
  assert.equal((await visit('/customers/99/orders')).status, 404);
});

test('if two products have the same SKU, the name is that of the first', () => {
  const line = { order: '1-1', sku: lamp.sku, quantity: 1, price: 10 };
  const [item] = orderHistory([line], [rug, lamp, { ...lamp, name: 'Copied lamp' }]);
  assert.equal(item?.name, 'Oak lamp');
});

test('the same product may be in several lines', () => {
  const line = { order: '1-1', sku: rug.sku, quantity: 1, price: 10 };
  const items = orderHistory([line, { ...line, order: '1-2' }], [rug]);
  assert.deepEqual(
    items.map(({ order, name }) => [order, name]),
    [
      ['1-1', 'Wool rug'],
      ['1-2', 'Wool rug'],
    ],
  );
});
