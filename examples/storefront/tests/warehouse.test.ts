import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WarehouseBusyError, WarehouseClient } from '../src/delivery/warehouse.ts';

test('the stock of a product is the same each time', async () => {
  const warehouse = new WarehouseClient({ sessions: 1, waiting: 1, latency: 1 });
  assert.deepEqual(await warehouse.stock('LA-1'), await warehouse.stock('LA-1'));
});

test('callers get a session in the order in which they arrived', async () => {
  const warehouse = new WarehouseClient({ sessions: 1, waiting: 2, latency: 1 });
  const served: string[] = [];
  await Promise.all(['A', 'B', 'C'].map((sku) => warehouse.stock(sku).then(() => served.push(sku))));
  assert.deepEqual(served, ['A', 'B', 'C']);
});

test('a caller is rejected when the queue is full, and served again once it has room', async () => {
  const warehouse = new WarehouseClient({ sessions: 1, waiting: 1, latency: 1 });
  const first = [warehouse.stock('A'), warehouse.stock('B')];
  await assert.rejects(warehouse.stock('C'), WarehouseBusyError);
  await Promise.all(first);
  await assert.doesNotReject(warehouse.stock('C'));
});
