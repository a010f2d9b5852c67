import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCollector } from './collector.ts';
import { openShop } from './shop.ts';

let collector: Awaited<ReturnType<typeof openCollector>>;
let shop: Awaited<ReturnType<typeof openShop>>;

beforeEach(async () => {
  collector = await openCollector();
  shop = await openShop({ url: collector.url });
});

afterEach(async () => {
  await shop.close();
  collector.close();
});

async function measured() {
  await collector.batches(1);
  const [measurement] = collector.measurements();
  if (!measurement) throw new Error('Nothing was measured.');
  return measurement;
}

test('a request is measured under its route template', async () => {
  await shop.visit('/quick/17?page=2');
  expect(await measured()).toMatchObject({ endpoint: 'GET /quick/:id', status: 200 });
});

test('the template of a mounted router includes its mount path', async () => {
  await shop.visit('/orders/17');
  expect(await measured()).toMatchObject({ endpoint: 'GET /orders/:id' });
});

test('a request without a matching route is measured as unmatched', async () => {
  await shop.visit('/nowhere/17', { method: 'DELETE' });
  expect(await measured()).toMatchObject({ endpoint: 'DELETE /(unmatched)', status: 404 });
});

test('the status of a failed request is recorded', async () => {
  await shop.visit('/broken');
  expect(await measured()).toMatchObject({ endpoint: 'GET /broken', status: 503 });
});

test('the duration includes the whole response, and the time is when the request began', async () => {
  const before = Date.now();
  await shop.visit('/slow');
  const after = Date.now();
  const { duration, at } = await measured();
  expect(duration).toBeGreaterThan(45);
  expect(at).toBeGreaterThanOrEqual(before);
  expect(at + duration).toBeLessThanOrEqual(after + 5);
});

test('a client that disconnects before the response ends counts as status 499', async () => {
  const leave = new AbortController();
  setTimeout(() => leave.abort(), 30);
  await expect(shop.visit('/endless', { signal: leave.signal })).rejects.toThrow();
  expect(await measured()).toMatchObject({ endpoint: 'GET /endless', status: 499 });
});
