import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostLines } from '../src/carts/carts.ts';
import { post, visit, withShop } from './visit.ts';

test('a line is added to the cart', async () => {
  const { status, body } = await visit('/carts/2/lines', post('{"sku":"LA-2","quantity":3}'));
  assert.equal(status, 201);
  assert.deepEqual(body, { cart: '2', lines: [{ sku: 'LA-2', quantity: 3 }] });
});

test('a line with a known SKU replaces the old one in its place', async () => {
  const { body } = await visit('/carts/1/lines', post('{"sku":"LA-1","quantity":7}'));
  assert.deepEqual(body, {
    cart: '1',
    lines: [
      { sku: 'LA-1', quantity: 7 },
      { sku: 'RU-1', quantity: 5 },
    ],
  });
});

test('a full cart accepts no more lines', async () => {
  await withShop(async (send) => {
    for (let index = 1; index <= mostLines; index += 1) {
      const { status } = await send('/carts/2/lines', post(`{"sku":"BU-${index}","quantity":1}`));
      assert.equal(status, 201);
    }
    assert.equal((await send('/carts/2/lines', post('{"sku":"LA-1","quantity":1}'))).status, 409);
  });
});

test('a line without a valid quantity is rejected', async () => {
  for (const line of [
    '{"sku":"LA-1"}',
    '{"sku":"LA-1","quantity":0}',
    '{"sku":"LA-1","quantity":1.5}',
    '[]',
    '{',
  ]) {
    assert.equal((await visit('/carts/1/lines', post(line))).status, 400, line);
  }
});

test('an unknown cart or product gets a 404', async () => {
  assert.equal((await visit('/carts/99/lines', post('{"sku":"LA-1","quantity":1}'))).status, 404);
  assert.equal((await visit('/carts/1/lines', post('{"sku":"NO-1","quantity":1}'))).status, 404);
});
