import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { minute } from '#core/time.ts';
import { createRecorder } from '#recorder/index.ts';
import { accept, hang, openCollector, respondWith } from './collector.ts';
import { openShop } from './shop.ts';

const closers: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  vi.restoreAllMocks();
});

async function collectorThat(...args: Parameters<typeof openCollector>) {
  const collector = await openCollector(...args);
  closers.push(() => collector.close());
  return collector;
}

async function shopReportingTo(url: string, options: Partial<Parameters<typeof openShop>[0]> = {}) {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
  const shop = await openShop({ url, ...options });
  closers.push(() => shop.close());
  return shop;
}

test('batches carry service, version, instance, sequence and token', async () => {
  const collector = await collectorThat();
  const shop = await shopReportingTo(collector.url);
  await shop.visit('/quick/1');
  await collector.batches(1);
  await shop.visit('/quick/2');
  const [first, second] = await collector.batches(2);
  expect(first).toMatchObject({ path: '/api/v1/learning/metrics', authorization: 'Bearer secret' });
  expect(first?.batch).toMatchObject({ service: 'shop', version: 'v1', sequence: 0, dropped: 0 });
  expect(first?.batch.memory.heapUsed).toBeGreaterThan(1_000_000);
  expect(second?.batch).toMatchObject({ sequence: 1, instance: first?.batch.instance });
});

test('a service without requests sends nothing', async () => {
  const collector = await collectorThat();
  await shopReportingTo(collector.url);
  await pause(150);
  expect(collector.received).toEqual([]);
});

test.each([500, 429, 401, 302])(
  'a batch that got a response with status %i is sent again unchanged',
  async (status) => {
    const collector = await collectorThat((res, nth) =>
      nth <= 2 ? respondWith(status)(res, nth) : accept(res, nth),
    );
    const shop = await shopReportingTo(collector.url);
    await shop.visit('/quick/1');
    await collector.batches(1);
    await shop.visit('/quick/2');
    const [first, second, third, fourth] = await collector.batches(4);
    expect([second?.text, third?.text]).toEqual([first?.text, first?.text]);
    expect(fourth?.batch.sequence).toBe(1);
    expect(fourth?.batch.measurements).toHaveLength(1);
  },
);

test('a rejected batch is not sent again, and its measurements count as dropped', async () => {
  const collector = await collectorThat((res, nth) =>
    nth === 1 ? respondWith(400)(res, nth) : accept(res, nth),
  );
  const shop = await shopReportingTo(collector.url);
  await shop.visit('/quick/1');
  const [, second] = await collector.batches(2);
  expect(second?.batch).toMatchObject({ sequence: 1, dropped: 1, measurements: [] });
});

test('measurements dropped while the collector was unreachable are reported once it is back', async () => {
  const closed = await openCollector();
  const { url } = closed;
  closed.close();
  const shop = await shopReportingTo(url, { capacity: 2, flushEvery: 40 });
  for (let id = 0; id < 2; id += 1) expect(await shop.visit(`/quick/${id}`)).toBe(200);
  await pause(100);
  for (let id = 0; id < 5; id += 1) expect(await shop.visit(`/quick/${id}`)).toBe(200);
  const collector = await collectorThat(accept, Number(new URL(url).port));
  const [first, second] = await collector.batches(2);
  const all = [first, second].flatMap((received) => (received ? [received.batch] : []));
  const counted = all.reduce((sum, { measurements, dropped }) => sum + measurements.length + dropped, 0);
  expect(all.map(({ sequence }) => sequence)).toEqual([0, 1]);
  expect(counted).toBe(7);
  expect(second?.batch.dropped).toBeGreaterThan(0);
});

test('a request to a hanging collector times out and is retried, and never slows the service', async () => {
  const collector = await collectorThat(hang);
  const shop = await shopReportingTo(collector.url, { timeout: 60 });
  await shop.visit('/quick/1');
  const received = await collector.batches(2);
  const began = performance.now();
  expect(await shop.visit('/quick/2')).toBe(200);
  expect(performance.now() - began).toBeLessThan(50);
  expect(received[1]?.text).toBe(received[0]?.text);
});

test('a slow collector gets one batch at a time', async () => {
  const collector = await collectorThat((res, nth) => void setTimeout(() => accept(res, nth), 120));
  const shop = await shopReportingTo(collector.url, { flushEvery: 10 });
  for (let id = 0; id < 20; id += 1) {
    await shop.visit(`/quick/${id}`);
    await pause(15);
  }
  await collector.batches(2);
  expect(collector.maxInFlight()).toBe(1);
});

test('the recorder warns once that measurements are not accepted', async () => {
  const collector = await collectorThat(respondWith(401));
  const shop = await shopReportingTo(collector.url);
  await shop.visit('/quick/1');
  await collector.batches(3);
  expect(vi.mocked(process.emitWarning).mock.calls.map(([text]) => text)).toEqual([
    'The collector is not accepting measurements: the collector responded with 401.',
  ]);
});

test('closing sends the remaining measurements', async () => {
  const collector = await collectorThat();
  const shop = await shopReportingTo(collector.url, { flushEvery: minute });
  await shop.visit('/quick/1');
  await shop.recorder.close();
  expect(collector.measurements()).toHaveLength(1);
});

test('closing while a batch is in flight sends that batch again, and then the rest', async () => {
  const collector = await collectorThat(hang);
  const shop = await shopReportingTo(collector.url);
  await shop.visit('/quick/1');
  await collector.batches(1);
  await shop.visit('/quick/2');
  collector.respond = accept;
  await shop.recorder.close();
  const [first, again, rest] = collector.received;
  expect(again?.text).toBe(first?.text);
  expect(rest?.batch).toMatchObject({ sequence: 1, measurements: [{ endpoint: 'GET /quick/:id' }] });
});

test('an invalid URL does not affect the service', async () => {
  for (const url of ['nowhere', 'ftp://127.0.0.1/']) {
    const shop = await shopReportingTo(url);
    expect(await shop.visit('/quick/1')).toBe(200);
    expect(vi.mocked(process.emitWarning).mock.lastCall?.[0]).toContain('Nothing is recorded');
  }
  await expect(
    createRecorder({ service: 's', version: 'v', url: '', token: '' }).close(),
  ).resolves.toBeUndefined();
});
