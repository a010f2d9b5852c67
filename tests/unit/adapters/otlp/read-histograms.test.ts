import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readHistograms } from '#adapters/otlp/read-histograms.ts';
import { countAbove, quantile, quantiles } from '#core/performance/sketch/sketch.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';

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
const readingOf = (sent: unknown) => {
  const reading = readHistograms(sent, 300);
  return { ...reading, refused: reading.unread.reasons };
};
const read = (...all: Parameters<typeof message>) => readingOf(message(...all));

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
      // The one above the last bound took 125 ms, as the sum tells.
      max: 150,
    });
    expect(part && [countAbove(part.sketch, 52), countAbove(part.sketch, 152)]).toEqual([4, 0]);
  });

  test('has the minimum and maximum duration if given, and failures by status', () => {
    const failed = point({ min: 0.002, max: 0.7 }, { ...served, 'http.response.status_code': '500' });
    expect(read([failed]).parts).toMatchObject([{ min: 2, max: 700, errors: 10 }]);
  });

  test('is also read in milliseconds, as in earlier conventions', () => {
    const earlier = { name: 'http.server.duration', unit: 'ms' };
    expect(read([point({ explicitBounds: [50, 100], sum: 500 })], earlier).parts).toMatchObject([
      { sum: 500, max: 150 },
    ]);
  });

  test.each([
    ['http.server.duration', undefined, 40],
    ['http.server.duration', null, 40],
    ['http.server.request.duration', '', 40_000],
    ['http.server.request.duration', 'us', 0.04],
  ])('is in the unit of its convention if its own was lost: %s, %s', (name, unit, mean) => {
    const lost = point({ sum: 400, explicitBounds: [25, 50], bucketCounts: [0, 10, 0], min: 30, max: 50 });
    const [part] = read([lost], { name, unit }).parts;
    expect(part && part.sum / part.count).toBeCloseTo(mean, 9);
  });

  test('without bounds has the distribution between its minimum and its maximum', () => {
    const whole = point({ explicitBounds: [], bucketCounts: ['10'], sum: 4, min: 0.3, max: 0.5 });
    const [part] = read([whole]).parts;
    expect(part && quantiles(part.sketch, [0, 0.95])).toEqual([
      expect.closeTo(305, -1),
      expect.closeTo(490, -2),
    ]);
    const without = read([{ ...whole, min: undefined, max: null }]);
    expect([...without.refused.keys()]).toEqual([expect.stringMatching(/nothing tells how long/)]);
  });

  test('that counts no requests, or in which nothing was recorded, is nothing to complain about', () => {
    const empty = { count: 0, bucketCounts: [0, 0, 0] };
    const pause = point({ ...empty, timeUnixNano: nano(at + 600_000) });
    const silent = [point(empty), pause, point({ flags: 1 })];
    expect(read(silent)).toMatchObject({ parts: [], refused: new Map() });
  });

  test('of upgraded connections is not read as latency', () => {
    const upgraded = point({}, { ...served, 'http.response.status_code': '101' });
    expect(read([upgraded])).toMatchObject({ parts: [], refused: new Map() });
  });

  test('makes the same batch if it is sent again, and another with another status', () => {
    const batches = [point(), point(), point({}, { ...served, 'http.response.status_code': '500' })].map(
      (item) => read([item]).parts[0]?.batch,
    );
    expect(batches[0]).toBe(batches[1]);
    expect(batches[0]).not.toBe(batches[2]);
  });
});

describe('an exponential histogram', () => {
  const exponential = (fields: object, temporality: number | string = 1) =>
    read([], {
      histogram: null,
      exponentialHistogram: {
        aggregationTemporality: temporality,
        dataPoints: [{ ...point(), bucketCounts: undefined, explicitBounds: undefined, ...fields }],
      },
    });

  test('has its requests at the durations of its buckets', () => {
    const { parts, refused } = exponential({
      scale: 3,
      positive: { offset: -20, bucketCounts: ['4', '6'] },
      sum: 1.9,
      min: 0.18,
      max: 0.2,
    });
    expect(refused.size).toBe(0);
    expect(parts).toMatchObject([{ count: 10, sum: 1_900, min: 180, max: 200 }]);
    expect(quantile((parts[0] as WindowPart).sketch, 0.95)).toBeCloseTo(200, -1);
  });

  test('counts durations that are nearly 0', () => {
    const { parts } = exponential({ zeroCount: 3, zeroThreshold: 0.001, positive: { bucketCounts: ['7'] } });
    expect(parts).toMatchObject([{ count: 10, min: 0, max: 2_000 }]);
  });

  test('keeps each quantile within the bounds of its bucket', () => {
    const durations = fc.array(fc.double({ min: 0.001, max: 1_000, noNaN: true }), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(durations, fc.integer({ min: 0, max: 8 }), (values, scale) => {
        const base = 2 ** (2 ** -scale);
        const indices = values.map((value) => Math.ceil(Math.log(value) / Math.log(base)) - 1);
        const offset = Math.min(...indices);
        const bucketCounts = Array.from(
          { length: Math.max(...indices) - offset + 1 },
          (_, i) => `${indices.filter((index) => index === offset + i).length}`,
        );
        const sum = values.reduce((total, value) => total + value, 0);
        const [part] = exponential({
          count: values.length,
          scale,
          sum,
          positive: { offset, bucketCounts },
        }).parts;
        const p50 = values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;
        const read = quantile((part as WindowPart).sketch, 0.5) / 1_000;
        expect(read / p50).toBeLessThan(base * 1.03);
        expect(p50 / read).toBeLessThan(base * 1.03);
      }),
    );
  });

  test.each([
    ['negative durations', { negative: { bucketCounts: [1] } }, /negative durations/],
    ['buckets that do not add up', { positive: { bucketCounts: [1] } }, /do not add up/],
    [
      'durations beyond every number',
      { scale: -10, positive: { offset: 9, bucketCounts: [10] } },
      /beyond every/,
    ],
    ['an absurd scale', { scale: 400 }, /scale/],
  ])('with %s is refused with its reason', (_, fields, reason) => {
    expect([...exponential(fields).refused]).toEqual([[expect.stringMatching(reason), 1]]);
  });
});

test('an entry that is wrong, or has odd attributes, takes no other with it', () => {
  const [good] = message([point()]).resourceMetrics;
  const odd = {
    ...good,
    resource: { attributes: [...(good?.resource.attributes ?? []), null, { key: 'x' }] },
  };
  const { parts, refused } = readingOf({ resourceMetrics: [7, { scopeMetrics: 7 }, odd, null, good] });
  expect(parts).toHaveLength(2);
  expect([...refused.values()].reduce((a, b) => a + b)).toBe(3);
});

test('a histogram of calls is kept as calls of the service', () => {
  const { parts } = read([point({}, { 'db.system.name': 'redis' })], {
    name: 'db.client.operation.duration',
  });
  expect(parts).toMatchObject([{ service: 'shop/calls', endpoint: 'redis', count: 10 }]);
});

test('other metrics are silently ignored', () => {
  const { parts, refused } = read([point()], { name: 'http.server.active_requests' });
  expect([parts.length, refused.size]).toEqual([0, 0]);
  expect(read([], { histogram: undefined, gauge: { dataPoints: [] } }).refused.size).toBe(0);
});

describe('a cumulative histogram', () => {
  const seriesOf = (fields: object, scope?: object) => {
    const sent = message([point(fields)], {}, 'AGGREGATION_TEMPORALITY_CUMULATIVE');
    const [entry] = sent.resourceMetrics.map((sentBy) => ({
      ...sentBy,
      scopeMetrics: sentBy.scopeMetrics.map((metrics) => ({ ...metrics, scope })),
    }));
    return readHistograms({ resourceMetrics: [entry] }, 300).cumulative[0]?.series;
  };

  test('is not a part: it counts all since its series began, in buckets, however long ago that was', () => {
    const old = point({ startTimeUnixNano: nano(at - 3_600_000) });
    const { parts, cumulative, refused } = read([old], {}, 2);
    expect([parts.length, refused.size]).toEqual([0, 0]);
    expect(cumulative).toMatchObject([
      {
        service: 'shop',
        endpoint: 'GET /prices',
        from: at - 3_600_000,
        to: at + 60_000,
        count: 10,
        sum: 500,
      },
    ]);
    expect(cumulative[0]?.buckets).toEqual([
      { low: 0, high: 50, count: 6 },
      { low: 50, high: 100, count: 3 },
      { low: 100, high: Infinity, count: 1 },
    ]);
  });

  test('is of the same series at a later time, of another after a new start or from another library', () => {
    const series = seriesOf({});
    expect(series).toMatch(/^otlp-0#[0-9a-f]{16}$/);
    expect(seriesOf({ timeUnixNano: nano(at + 120_000), count: 0, bucketCounts: [0, 0, 0] })).toBe(series);
    expect(seriesOf({ startTimeUnixNano: nano(at + 1) })).not.toBe(series);
    expect(seriesOf({}, { name: 'express', version: '2' })).not.toBe(series);
  });
});

test('points of two libraries in the same time are two batches', () => {
  const [entry] = message([point()]).resourceMetrics;
  const [metrics] = entry?.scopeMetrics ?? [];
  const scopeMetrics = ['http', 'express'].map((name) => ({ ...metrics, scope: { name } }));
  const { parts } = readHistograms({ resourceMetrics: [{ ...entry, scopeMetrics }] }, 300);
  expect(new Set(parts.map(({ batch }) => batch)).size).toBe(2);
});

/** As SDKs mark it. */
const overflow = { ...point(), attributes: [{ key: 'otel.metric.overflow', value: { boolValue: true } }] };

describe('unreadable data points are omitted with a reason', () => {
  test.each([
    ['an unknown unit', [point()], { unit: 'By' }, 1, /its unit is "By" instead of s or ms/],
    ['buckets that do not add up', [point({ count: '11' })], {}, 1, /do not add up to its count/],
    ['a missing bucket', [point({ explicitBounds: [0.05] })], {}, 1, /do not add up to its count/],
    ['bounds out of order', [point({ explicitBounds: [0.1, 0.05] })], {}, 1, /do not ascend from 0/],
    ['a bound below 0', [point({ explicitBounds: [-1, 0.05] })], {}, 1, /do not ascend from 0/],
    ['a negative sum', [point({ sum: -1 })], {}, 1, /no sum from 0/],
    ['a time that runs backwards', [point({ timeUnixNano: nano(at - 1) })], {}, 1, /ends before it begins/],
    ['over five minutes', [point({ timeUnixNano: nano(at + 300_001) })], {}, 1, /export more often/],
    ['a summary', [], { histogram: null, summary: { dataPoints: [{ count: 1 }] } }, 1, /it is a summary/],
    ['no number', [point({ count: 'many' })], {}, 1, /count must be a whole number/],
    ['no endpoint', [point({}, {})], {}, 1, /a request has no http.request.method/],
    ['no temporality', [point()], {}, 0, /it has no aggregationTemporality/],
    [
      'an unspecified temporality',
      [point()],
      {},
      'AGGREGATION_TEMPORALITY_UNSPECIFIED',
      /it has no aggregationTemporality/,
    ],
    ['too many attributes', [overflow], {}, 1, /reached its limit of attribute sets/],
    ['too many attributes of calls', [overflow], { name: 'http.client.request.duration' }, 1, /its limit of/],
  ])('%s', (_, points, metric, temporality, reason) => {
    const { parts, refused } = read(points, metric, temporality);
    expect(parts).toEqual([]);
    expect([...refused]).toEqual([[expect.stringMatching(reason), 1]]);
  });
});
