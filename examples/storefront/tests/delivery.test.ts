import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deliveryEstimate } from '../src/delivery/estimate.ts';
import { type Stock, type Warehouse, WarehouseBusyError } from '../src/delivery/warehouse.ts';
import { createShop } from '../src/shop.ts';
import { visit, withShop } from './visit.ts';

const fourRugsInSixDays: Warehouse = {
  stock: async (sku): Promise<Stock> => ({ available: sku === 'RU-1' ? 4 : 9, restockDays: 6 }),
};

test('a cart is delivered with its slowest line', async () => {
  const { status, body } = await visit('/carts/1/delivery?option=express', undefined, fourRugsInSixDays);
  assert.equal(status, 200);
  assert.deepEqual(body, {
    cart: '1',
    option: 'express',
    days: 7,
    lines: [
      { sku: 'LA-1', inStock: true, days: 0 },
      { sku: 'RU-1', inStock: false, days: 6 },
    ],
  });
});

test('standard delivery takes longer than express delivery, and is the default', async () => {
  const { body } = await visit('/carts/2/delivery', undefined, fourRugsInSixDays);
  assert.deepEqual(body, { cart: '2', option: 'standard', days: 3, lines: [] });
});

test('an unknown cart gets a 404', async () => {
  assert.equal((await visit('/carts/99/delivery')).status, 404);
});

test('an unknown option is rejected', async () => {
  assert.equal((await visit('/carts/1/delivery?option=rocket')).status, 400);
});

test('a busy warehouse causes a 503', async () => {
  const busy: Warehouse = { stock: () => Promise.reject(new WarehouseBusyError()) };
  assert.equal((await visit('/carts/1/delivery', undefined, busy)).status, 503);
});

test('the estimates have the order of the lines', async () => {
  const firstIsSlowest: Warehouse = {
    stock: async (sku) => {
      await new Promise((resolve) => setTimeout(resolve, sku === 'A' ? 15 : 1));
      return { available: 1, restockDays: 2 };
    },
  };
  const lines = ['A', 'B', 'C', 'D', 'E'].map((sku) => ({ sku, quantity: 1 }));
  const estimates = await deliveryEstimate(firstIsSlowest, lines);
  assert.deepEqual(
    estimates.map(({ sku }) => sku),
    ['A', 'B', 'C', 'D', 'E'],
  );
});

test('a full cart of the generated shop is estimated line by line', async () => {
  const shop = createShop();
  const lines = shop.carts.lines('1') ?? [];
  await withShop(
    async (send) => {
      const { body } = await send('/carts/1/delivery?option=pickup');
      const delivery = body as { lines: { sku: string }[] };
      assert.deepEqual(
        delivery.lines.map(({ sku }) => sku),
        lines.map(({ sku }) => sku),
      );
    },
    fourRugsInSixDays,
    shop,
  );
});
