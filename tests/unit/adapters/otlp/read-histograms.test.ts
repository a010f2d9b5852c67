import { describe, expect, test } from 'vitest';
import { readHistograms } from '#adapters/otlp/read-histograms.ts';
import { countAbove } from '#core/performance/sketch/sketch.ts';

const at = Date.UTC(2026, 5, 1, 9, 2);
const nano = (milliseconds: number) => `${milliseconds}000000`;
const attributes = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, value]) => ({ key, value: { stringValue: value } }));
const served = { 'http.request.method': 'GET', 'http.route': '/prices', 'http.response.status_code': '200' };

const point = (fields: object = {}, values: Readonly<Record<string, string>> = served) => ({
  attributes: attributes(values),
  startTimeUnixNano: nano(at),
  timeUnixNano: nano(at + 60_000),
  count: '10',
  sum: 0.5,
  bucketCounts: ['6', '3', '1'],
  explicitBounds: [0.05, 0.1],
  ...fields,
});
const message = (points: readonly unknown[], metric: object = {}, temporality: number | string = 1) => ({
  resourceMetrics: [
    {
      resource: { attributes: attributes({ 'service.name': 'shop', 'service.version': 'v7' }) },
      scopeMetrics: [
        {
          metrics: [
            {
              name: 'http.server.request.duration',
              unit: 's',
              histogram: { aggregationTemporality: temporality, dataPoints: points },
              ...metric,
            },
          ],
        },
      ],
    },
  ],
});
const read = (...all: Parameters<typeof message>) => readHistograms(message(...all), 300);

describe('a histogram of served requests', () => {
  test('adds its requests to the window of its start, in milliseconds', () => {
    const [part] = read([point()]).parts;
    expect(part).toMatchObject({
      service: 'shop',
      endpoint: 'GET /prices',
      version: 'v7',
      windowStart: Date.UTC(2026, 5, 1, 9),
      from: at,
      to: at + 60_000,
      count: 10,
      errors: 0,
      sum: 500,
      min: 0,
      max: 100,
    });
    expect(part && [countAbove(part.sketch, 52), countAbove(part.sketch, 102)]).toEqual([4, 0]);
  });

  test('has the minimum and maximum duration if given, and failures by status', () => {
    const failed = point({ min: 0.002, max: 0.7 }, { ...served, 'http.response.status_code': '500' });
    expect(read([failed]).parts).toMatchObject([{ min: 2, max: 700, errors: 10 }]);
  });

  test('is also read in milliseconds, as in earlier conventions', () => {
    const earlier = { name: 'http.server.duration', unit: 'ms' };
    expect(read([point({ explicitBounds: [50, 100], sum: 500 })], earlier).parts).toMatchObject([
      { sum: 500, max: 100 },
    ]);
  });

  test('makes the same batch if it is sent again, and another with another status', () => {
    const batches = [point(), point(), point({}, { ...served, 'http.response.status_code': '500' })].map(
      (item) => read([item]).parts[0]?.batch,
    );
    expect(batches[0]).toBe(batches[1]);
    expect(batches[0]).not.toBe(batches[2]);
  });
});

test('a histogram of calls is kept as calls of the service', () => {
  const { parts } = read([point({}, { 'db.system.name': 'redis' })], {
    name: 'db.client.operation.duration',
  });
  expect(parts).toMatchObject([{ service: 'shop/calls', endpoint: 'redis', count: 10 }]);
});

test('other metrics are silently ignored', () => {
  const { parts, rejected } = read([point()], { name: 'http.server.active_requests' });
  expect([parts.length, rejected.size]).toEqual([0, 0]);
  expect(read([], { histogram: undefined, gauge: { dataPoints: [] } }).rejected.size).toBe(0);
});

describe('unreadable data points are omitted with a reason', () => {
  test.each([
    ['a counter that only grows', [point()], {}, 2, /cumulative; set OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY/],
    ['an unknown unit', [point()], { unit: 'By' }, 1, /its unit is By instead of s or ms/],
    ['buckets that do not add up', [point({ count: '11' })], {}, 1, /do not add up to its count/],
    ['a missing bucket', [point({ explicitBounds: [0.05] })], {}, 1, /do not add up to its count/],
    ['bounds out of order', [point({ explicitBounds: [0.1, 0.05] })], {}, 1, /do not ascend from 0/],
    ['a bound below 0', [point({ explicitBounds: [-1, 0.05] })], {}, 1, /do not ascend from 0/],
    ['a negative sum', [point({ sum: -1 })], {}, 1, /no sum from 0/],
    ['a time that runs backwards', [point({ timeUnixNano: nano(at - 1) })], {}, 1, /ends before it begins/],
    ['over five minutes', [point({ timeUnixNano: nano(at + 300_001) })], {}, 1, /export more often/],
    ['no requests', [point({ count: 0, bucketCounts: [0, 0, 0] })], {}, 1, /nothing was counted/],
    ['no number', [point({ count: 'many' })], {}, 1, /count must be a whole number/],
    ['no endpoint', [point({}, {})], {}, 1, /a request names no endpoint/],
  ])('%s', (_, points, metric, temporality, reason) => {
    const { parts, rejected } = read(points, metric, temporality);
    expect(parts).toEqual([]);
    expect([...rejected]).toEqual([[expect.stringMatching(reason), 1]]);
  });
});
