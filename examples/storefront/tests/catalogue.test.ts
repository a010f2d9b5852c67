import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createShop } from '../src/shop.ts';
import { lamp, torch } from './test-shop.ts';
import { visit } from './visit.ts';

test('a product is shown with its net price', async () => {
  const { status, body } = await visit('/products/LA-1');
  assert.equal(status, 200);
  assert.deepEqual(body, { ...lamp, netPrice: 1_499 });
});

test('an unknown product gets a 404', async () => {
  assert.deepEqual(await visit('/products/NO-1'), {
    status: 404,
    body: { error: 'There is no product NO-1.' },
  });
});

test('a category lists its products page by page', async () => {
  const first = await visit('/products?category=lamps');
  assert.deepEqual(first.body, { category: 'lamps', page: 1, pages: 1, products: [lamp, torch] });
  const second = (await visit('/products?category=bulbs&page=2')).body as {
    pages: number;
    products: unknown[];
  };
  assert.equal(second.pages, 2);
  assert.equal(second.products.length, 6);
});

test('a page that is not a positive integer is rejected', async () => {
  for (const page of ['0', '-1', '1.5', 'two']) {
    assert.equal((await visit(`/products?category=lamps&page=${page}`)).status, 400, page);
  }
});

test('products of an unknown category get a 404', async () => {
  assert.equal((await visit('/products?category=boats')).status, 404);
  assert.equal((await visit('/products')).status, 404);
});

test('the categories are listed with the number of their products', async () => {
  const { body } = await visit('/categories');
  assert.deepEqual(body, {
    categories: [
      { slug: 'lamps', name: 'Lamps', products: 2 },
      { slug: 'rugs', name: 'Rugs', products: 1 },
      { slug: 'bulbs', name: 'Bulbs', products: 30 },
      { slug: 'empty', name: 'Coming soon', products: 0 },
    ],
  });
});

test('the generated shop is the same each time and has no duplicate SKUs', () => {
  const [one, other] = [createShop(), createShop()];
  assert.deepEqual(one.catalogue.products.slice(0, 50), other.catalogue.products.slice(0, 50));
  assert.deepEqual(one.orders.get('7'), other.orders.get('7'));
  assert.deepEqual(one.carts.lines('9'), other.carts.lines('9'));
  assert.equal(new Set(one.catalogue.products.map(({ sku }) => sku)).size, one.catalogue.products.length);
});
