import assert from 'node:assert/strict';
import { test } from 'node:test';
import { netPrice } from '../src/pricing/net-price.ts';
import { priceList } from '../src/pricing/price-list.ts';
import { lamp, rug, torch } from './test-shop.ts';
import { visit } from './visit.ts';

test('the net price is rounded to the nearest cent', () => {
  assert.equal(netPrice({ ...lamp, price: 1_999, discount: 25 }), 1_499);
  assert.equal(netPrice({ ...lamp, price: 999, discount: 50 }), 500);
  assert.equal(netPrice({ ...lamp, price: 700, discount: 0 }), 700);
  assert.equal(netPrice({ ...lamp, price: 700, discount: 100 }), 0);
});

test('a category has a price list by SKU', async () => {
  const { status, body } = await visit('/categories/lamps/prices');
  assert.equal(status, 200);
  assert.deepEqual(body, { category: 'lamps', prices: { 'LA-1': 1_499, 'LA-2': 500 } });
});

test('a category without products has an empty price list', async () => {
  assert.deepEqual((await visit('/categories/empty/prices')).body, { category: 'empty', prices: {} });
});

test('the price list of an unknown category gets a 404', async () => {
  assert.equal((await visit('/categories/boats/prices')).status, 404);
});

test('the price list keeps the order of the products', () => {
  assert.deepEqual(Object.keys(priceList([torch, rug, lamp])), ['LA-2', 'RU-1', 'LA-1']);
});

test('a product that is listed twice has its later price and its first position', () => {
  const prices = priceList([lamp, torch, { ...lamp, price: 1_000, discount: 0 }]);
  assert.deepEqual(Object.entries(prices), [
    ['LA-1', 1_000],
    ['LA-2', 500],
  ]);
});
