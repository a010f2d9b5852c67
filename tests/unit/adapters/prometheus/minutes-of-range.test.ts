import { describe, expect, test } from 'vitest';
import { minutesOfRange } from '#adapters/prometheus/minutes-of-range.ts';
import type { SampledSeries } from '#adapters/prometheus/query-range.ts';
import { quantile } from '#core/performance/sketch/sketch.ts';
import { minute } from '#core/time.ts';

const noon = Date.UTC(2026, 5, 1, 12);

/** A counter at noon and the whole minutes after it; `undefined` where it has no value. */
const series = (
  name: string,
  values: readonly (number | undefined)[],
  labels: Readonly<Record<string, string>> = {},
): SampledSeries => ({
  labels: { __name__: `http_seconds${name}`, ...labels },
  values: new Map(
    values.flatMap((value, i) => (value === undefined ? [] : [[noon + i * minute, value] as const])),
  ),
});
const read = (all: readonly SampledSeries[], statusLabel?: string) =>
  [...minutesOfRange({ series: all, metric: 'http_seconds', milliseconds: 1_000, statusLabel })].map(
    ([at, totals]) => ({ at: (at - noon) / minute, totals }),
  );

describe('a histogram in buckets', () => {
  const inBuckets = (count: readonly number[], labels: Readonly<Record<string, string>> = {}) => [
    series('_count', count, labels),
    series(
      '_sum',
      count.map((requests) => requests / 20),
      labels,
    ),
    series('_bucket', count, { le: '0.1', ...labels }),
    series('_bucket', count, { le: '+Inf', ...labels }),
  ];

  test.each(['5xx', '5XX', '503'])('counts requests of the status %s as failed', (status) => {
    const all = [...inBuckets([0, 50], { status: '2xx' }), ...inBuckets([0, 30], { status })];
    expect(read(all, 'status')).toMatchObject([{ totals: { count: 80, errors: 30 } }]);
  });

  test('has the requests above the last bound where the sum says, also if the bucket without bound was left out', () => {
    const slow = [
      series('_count', [0, 100]),
      series('_sum', [0, 255]),
      series('_bucket', [0, 50], { le: '0.1' }),
    ];
    for (const all of [slow, [...slow, series('_bucket', [0, 100], { le: '+Inf' })]]) {
      const [first] = read(all);
      expect(first?.totals).toMatchObject({ count: 100, sum: 255_000 });
      // A mean of 2,550 ms, half of the requests below 100 ms: the others took 5 s.
      expect(first?.totals && quantile(first.totals.sketch, 0.95)).toBeGreaterThan(2_550);
    }
  });

  test('is read on while Prometheus writes the same bound in another way', () => {
    const all = [
      series('_count', [0, 60, 120, 180]),
      series('_sum', [0, 6, 12, 18]),
      series('_bucket', [0, 60, undefined, undefined], { le: '1' }),
      series('_bucket', [undefined, undefined, 120, 180], { le: '1.0' }),
      series('_bucket', [0, 60, 120, 180], { le: '+Inf' }),
    ];
    expect(read(all)).toMatchObject([60, 60, 60].map((count, at) => ({ at, totals: { count } })));
  });

  test('that begins again counts from 0, and one that appears counts from then on', () => {
    const restarted = inBuckets([100, 150, 20, 70], { instance: 'i1' });
    expect(read(restarted)).toMatchObject([50, 20, 50].map((count) => ({ totals: { count } })));
    const appeared = [undefined, undefined, 500, 550];
    const all = inBuckets([0, 0, 0, 0]).map(({ labels }) => ({ ...series('', appeared), labels }));
    expect(read(all)).toMatchObject([{ at: 2, totals: { count: 50 } }]);
  });
});

test('a summary without requests in a minute, whose quantiles are no numbers then, is nothing to complain about', () => {
  const all = [
    series('_count', [0, 10, 10, 20]),
    series('_sum', [0, 1, 1, 2]),
    series('', [undefined, 0.1, Number.NaN, 0.1], { quantile: '0.5' }),
  ];
  expect(read(all)).toMatchObject([
    { at: 0, totals: { count: 10 } },
    { at: 2, totals: { count: 10 } },
  ]);
});

describe('a native histogram', () => {
  const bucket = (low: number, high: number, count: number) => ({ low, high, count });
  const native = (values: readonly (readonly ReturnType<typeof bucket>[])[], name = ''): SampledSeries => ({
    ...series(name, []),
    histograms: new Map(
      values.map((buckets, i) => {
        const count = buckets.reduce((sum, within) => sum + within.count, 0);
        return [noon + i * minute, { count, sum: count * 0.4, buckets }];
      }),
    ),
  });

  test('counts what was added to its buckets in each minute', () => {
    const grown = native([[bucket(0.25, 0.5, 0)], [bucket(0.25, 0.5, 90), bucket(0.5, 1, 10)]]);
    const [first] = read([grown]);
    expect(first?.totals).toMatchObject({ count: 100, errors: 0, sum: 40_000, min: 250, max: 1_000 });
    expect(first?.totals && quantile(first.totals.sketch, 0.5)).toBeLessThan(500);
  });

  test('that got coarser holds the earlier counts in its wider buckets', () => {
    const coarser = native([[bucket(0.25, 0.5, 30), bucket(0.5, 1, 5)], [bucket(0.25, 1, 45)]]);
    expect(read([coarser])).toMatchObject([{ totals: { count: 10, min: 250, max: 1_000 } }]);
  });

  test('with custom buckets counts what was added to the first and the last one, which have no bound on one side', () => {
    const custom = native([
      [bucket(-Infinity, 0.1, 60), bucket(0.1, 1, 30), bucket(1, Infinity, 10)],
      [bucket(-Infinity, 0.1, 63), bucket(0.1, 1, 30), bucket(1, Infinity, 17)],
    ]);
    const [first] = read([custom]);
    expect(first?.totals).toMatchObject({ count: 10 });
    expect(first?.totals && quantile(first.totals.sketch, 0.5)).toBeGreaterThanOrEqual(1_000);
  });

  test('that counts zeros in a bucket without width counts only new ones', () => {
    const zeros = native([[bucket(0, 0, 50)], [bucket(0, 0, 51), bucket(0.25, 0.5, 9)]]);
    const [first] = read([zeros]);
    expect(first?.totals).toMatchObject({ count: 10, min: 0 });
    expect(first?.totals && quantile(first.totals.sketch, 0.5)).toBeGreaterThan(200);
  });

  test('with other buckets than before began again', () => {
    const changed = native([[bucket(0.1, 0.5, 30)], [bucket(0.2, 0.7, 40)]]);
    expect(read([changed])).toMatchObject([{ totals: { count: 40 } }]);
  });

  test.each([
    ['without buckets', []],
    ['whose only bucket has no bounds', [bucket(-Infinity, Infinity, 5)]],
  ])('%s has requests of unknown durations', (_, buckets) => {
    const at = (count: number) => ({ count, sum: count, buckets });
    const unknown = {
      ...series('', []),
      histograms: new Map([0, 5].map((count, i) => [noon + i * minute, at(count)])),
    };
    expect(read([unknown])).toEqual([{ at: 0, totals: null }]);
  });

  test('that begins again counts from 0', () => {
    const reset = native([[bucket(0.25, 0.5, 30)], [bucket(0.25, 0.5, 4)]]);
    expect(read([reset])).toMatchObject([{ totals: { count: 4 } }]);
  });

  test('counts once beside buckets of the same requests', () => {
    const both = [
      native([[bucket(0.25, 0.5, 0)], [bucket(0.25, 0.5, 100)]]),
      series('_count', [0, 100]),
      series('_sum', [0, 40]),
      series('_bucket', [0, 100], { le: '0.5' }),
    ];
    expect(read(both)).toMatchObject([{ totals: { count: 100, min: 250 } }]);
  });
});
