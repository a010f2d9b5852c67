import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeParts, summarize } from '#core/performance/windows/window.ts';
import { instanceOf, partsOf } from '#core/performance/windows/window-part.ts';
import { batchOf } from '../batches.ts';

const measurement = fc.record({
  endpoint: fc.constantFrom('GET /a', 'GET /b'),
  at: fc.integer({ min: 0, max: 1_000_000 }),
  duration: fc.double({ min: 0, max: 10_000, noNaN: true }),
  status: fc.constantFrom(200, 404, 499, 500, 503),
});
const measurements = fc.array(measurement, { minLength: 1, maxLength: 80 });

test('each measurement is in exactly one part: that of its endpoint and window', () => {
  fc.assert(
    fc.property(measurements, (all) => {
      const batch = batchOf({ measurements: all });
      const parts = partsOf(batch, 300);
      for (const part of parts) {
        const item = batch.measurements.filter(
          ({ endpoint, at }) =>
            endpoint === part.endpoint && Math.floor(at / 300_000) * 300_000 === part.windowStart,
        );
        expect(part.count).toBe(item.length);
        expect(part.errors).toBe(item.filter(({ status }) => status >= 500).length);
        expect([part.from, part.to]).toEqual([
          Math.min(...item.map((m) => m.at)),
          Math.max(...item.map((m) => m.at)),
        ]);
        expect(part.max).toBe(Math.max(...item.map((m) => m.duration)));
      }
      expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
    }),
  );
});

test('windows do not depend on how requests were split into batches', () => {
  fc.assert(
    fc.property(measurements, fc.nat(79), (all, cut) => {
      const whole = partsOf(batchOf({ measurements: all }), 300);
      const cuts = [all.slice(0, cut), all.slice(cut)].flatMap((some, sequence) =>
        partsOf(batchOf({ sequence, measurements: some }), 300),
      );
      const rounded = (parts: typeof whole) =>
        mergeParts(parts).map(({ sum, mean, ...rest }) => ({
          ...rest,
          sum: sum.toFixed(6),
          mean: mean.toFixed(6),
        }));
      expect(rounded(cuts)).toEqual(rounded(whole));
    }),
  );
});

test('versions never share a window', () => {
  const one = [{ endpoint: 'GET /a', at: 0, duration: 1, status: 200 }];
  const parts = ['v1', 'v2'].flatMap((version) => partsOf(batchOf({ version, measurements: one }), 300));
  expect(mergeParts(parts).map(({ version, count }) => [version, count])).toEqual([
    ['v1', 1],
    ['v2', 1],
  ]);
});

test('a part knows its process, even one with # in its name', () => {
  const [part] = partsOf(
    batchOf({
      instance: 'a#b',
      sequence: 7,
      measurements: [{ endpoint: 'GET /a', at: 0, duration: 1, status: 200 }],
    }),
    300,
  );
  expect(part?.batch).toBe('a#b#7');
  expect(part && instanceOf(part)).toBe('a#b');
});

test('a summary holds rates, means and percentiles of all its windows', () => {
  const durations = Array.from({ length: 100 }, (_, i) => i + 1);
  const all = durations.map((duration, i) => ({
    endpoint: 'GET /a',
    at: i * 10_000,
    duration,
    status: i % 10 === 0 ? 500 : 200,
  }));
  const windows = mergeParts(partsOf(batchOf({ measurements: all }), 300));
  expect(windows).toHaveLength(4);
  const { count, errorRate, mean, min, max, from, to, p50, p95, p99, memory } = summarize(windows);
  expect({ count, errorRate, mean, min, max, from, to }).toEqual({
    count: 100,
    errorRate: 0.1,
    mean: 50.5,
    min: 1,
    max: 100,
    from: 0,
    to: 990_000,
  });
  expect(Math.abs(p50 / 50 - 1)).toBeLessThanOrEqual(0.0201);
  expect(Math.abs(p95 / 95 - 1)).toBeLessThanOrEqual(0.0201);
  expect(Math.abs(p99 / 99 - 1)).toBeLessThanOrEqual(0.0201);
  expect(memory).toEqual({ rss: 100e6, heapUsed: 50e6 });
});

test('a summary of nothing is all zero', () => {
  expect(summarize([])).toMatchObject({ count: 0, errorRate: 0, mean: 0, min: 0, max: 0, p99: 0 });
});
