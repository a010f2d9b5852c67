import { beforeEach, expect, test } from 'vitest';
import type { MetricsBatch } from '#core/performance/windows/metrics-batch.ts';
import { ReceivedBatch } from '#core/performance/windows/received-batch.ts';
import { recordMetrics } from '#core/performance/windows/record-metrics.ts';
import { batchOf, measured } from '../batches.ts';
import { MemoryMetrics } from '../memory-metrics.ts';
import { MemoryRollups } from '../memory-rollups.ts';

const now = Date.UTC(2026, 5, 1, 9);
const minute = 60_000;
let store: MemoryMetrics;
let rollups: MemoryRollups;
beforeEach(() => {
  store = new MemoryMetrics();
  rollups = new MemoryRollups();
});
const record = (fields: Partial<MetricsBatch>, at = now, allowed?: readonly string[]) =>
  recordMetrics({
    batch: batchOf(fields),
    now: at,
    windowSeconds: 300,
    store,
    rollups,
    ...(allowed ? { allowed } : {}),
  });
const kept = () => store.partsBetween('shop', 0, now + 60 * minute);

test('a batch is kept by endpoint and window, and sent twice counts once', async () => {
  const batch = {
    measurements: [...measured('GET /a', now - minute, [10, 20]), ...measured('GET /a', now, [30])],
  };
  expect(await record(batch)).toEqual({ accepted: 3 });
  await record(batch);
  expect((await kept()).map(({ windowStart, count }) => [windowStart - now, count])).toEqual([
    [-5 * minute, 2],
    [0, 1],
  ]);
});

test('a clock a little ahead is accepted, one far ahead is refused and nothing is kept', async () => {
  await record({ measurements: measured('GET /a', now + 5 * minute, [10]) });
  const tooFar = [...measured('GET /b', now, [10]), ...measured('GET /b', now + 5 * minute + 1, [10])];
  await expect(record({ measurements: tooFar })).rejects.toMatchObject({ code: 'metrics/future-timestamp' });
  expect((await kept()).map(({ endpoint }) => endpoint)).toEqual(['GET /a']);
});

test('a measurement within ten minutes after its hour is on time, a later one is recorded as late', async () => {
  const noon = Date.UTC(2026, 5, 1, 12);
  const before = { measurements: measured('GET /a', noon - 5 * minute, [10]) };
  await record(before, noon + 10 * minute - 1);
  expect(await rollups.lateHours('shop')).toEqual([]);
  await record(before, noon + 10 * minute);
  expect(await rollups.lateHours('shop')).toMatchObject([{ start: noon - 60 * minute }]);
});

test('a request that began over two days ago is refused: the rest of its hour may be deleted', async () => {
  const day = 24 * 60 * minute;
  await record({ measurements: measured('GET /a', now - 2 * day, [10]) });
  await expect(record({ measurements: measured('GET /a', now - 2 * day - 1, [10]) })).rejects.toMatchObject({
    code: 'metrics/past-timestamp',
  });
});

test('a service may not send metrics of another', async () => {
  expect(await record({}, now, ['till', 'shop'])).toEqual({ accepted: 0 });
  await expect(record({}, now, ['bank', 'till'])).rejects.toMatchObject({ code: 'metrics/other-service' });
});

test('a profile is requested until it arrives', async () => {
  await store.requestProfile('shop', now + 10 * minute, 10);
  expect(await record({})).toEqual({ accepted: 0, profile: { seconds: 10 } });
  const profile = { endpoint: 'GET /a', samples: 100, functions: [] };
  expect(await record({ profiles: [profile] })).toEqual({ accepted: 0 });
  expect(await record({})).toEqual({ accepted: 0 });
  expect(await store.profileOf('shop', 'GET /a', 'v1')).toEqual(profile);
});

test('an odd profile, or function of one, takes nothing else with it, and is counted', async () => {
  const hot = { name: 'total', file: 'src/total.ts', line: 3, self: 0.5, total: 0.9 };
  const profile = (...functions: object[]) => ({ endpoint: 'GET /a', samples: 9, functions });
  const batch = {
    ...batchOf({ measurements: measured('GET /a', now, [10]) }),
    profiles: [{ ...profile(hot), endpoint: 'the prices' }, profile({ ...hot, line: -1 }, hot), null],
  };

  const { accepted } = await recordMetrics({
    batch: ReceivedBatch.parse(batch),
    now,
    windowSeconds: 300,
    store,
    rollups,
  });

  expect(accepted).toBe(1);
  expect(await store.profileOf('shop', 'GET /a', 'v1')).toEqual(profile(hot));
  expect([...(await store.refusedBetween('shop', now, now + 1))]).toEqual([
    ['a profile has another form than POST /metrics takes', 2],
    ['a function of a profile has another form than POST /metrics takes', 1],
  ]);
});

test('of profiles that are too large or too many the rest is kept, and the others are counted', async () => {
  const hot = { name: 'total', file: 'src/total.ts', line: 3, self: 0.5, total: 0.9 };
  const profile = (endpoint: string, functions: number) => ({
    endpoint,
    samples: 9,
    functions: Array.from({ length: functions }, () => hot),
  });
  const profiles = Array.from({ length: 53 }, (_, i) => profile(`GET /${i}`, i === 0 ? 21 : 20));
  const batch = { ...batchOf({ measurements: measured('GET /a', now, [10]) }), profiles };

  const { accepted } = await recordMetrics({
    batch: ReceivedBatch.parse(batch),
    now,
    windowSeconds: 300,
    store,
    rollups,
  });

  expect(accepted).toBe(1);
  const known = (i: number) => store.profileOf('shop', `GET /${i}`, 'v1');
  expect([await known(0), await known(51)]).toEqual([null, null]);
  expect([await known(1), await known(50)]).toMatchObject([{ samples: 9 }, { samples: 9 }]);
  expect([...(await store.refusedBetween('shop', now, now + 1))]).toEqual([
    ['a profile has over 20 functions', 1],
    ['a batch has over 50 profiles', 2],
  ]);
});

test('a request for a profile expires', async () => {
  await store.requestProfile('shop', now + 10 * minute, 10);
  expect(await record({}, now + 10 * minute)).toEqual({ accepted: 0 });
});

test('digits in a route that a router told are kept, and those in other names taken for ids', async () => {
  const measurements = ['GET /reports/2023', 'GET /reports/2024'].flatMap((name) =>
    measured(name, now, [10]),
  );
  await record({ measurements, routed: true });
  await record({ measurements, instance: 'other' });
  expect((await kept()).map(({ endpoint, count }) => [endpoint, count])).toEqual([
    ['GET /reports/2023', 1],
    ['GET /reports/2024', 1],
    ['GET /reports/:id', 2],
  ]);
});
