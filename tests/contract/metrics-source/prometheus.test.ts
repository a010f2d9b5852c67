import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { prometheusMetrics } from '#adapters/prometheus/metrics-source.ts';
import type { MetricsSource } from '#core/performance/collection/metrics-source.ts';
import { emptySketch, quantile } from '#core/performance/sketch/sketch.ts';
import type { PrometheusMetric } from '#core/service/service-metrics.ts';
import { listen } from '#local/processes/listen.ts';
import type { SeenByTheSource } from '../../support/memory-metrics-source.ts';
import { hasPrometheus, startPrometheus } from '../../support/prometheus.ts';
import { scrapesOf } from '../../support/prometheus-scrapes.ts';
import { behavesAsMetricsSource } from './metrics-source.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 5, 1, 12);
const metricOf = (endpoint: string): PrometheusMetric => ({
  kind: 'prometheus',
  endpoint,
  metric: 'http_seconds',
  labels: { route: endpoint },
  unit: 's',
  statusLabel: 'code',
  versionLabel: 'version',
});

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

describe.skipIf(!hasPrometheus)('the real Prometheus (needs it installed)', () => {
  behavesAsMetricsSource(
    async () => {
      const seen: SeenByTheSource[] = [];
      const source: MetricsSource<PrometheusMetric> = {
        // It has the measurements up to then, and stops afterwards.
        async read(request) {
          const { url, stop } = await startPrometheus(scrapesOf(seen, noon));
          try {
            return await prometheusMetrics({ url }).read(request);
          } finally {
            await stop();
          }
        },
      };
      return { source, see: (requests) => void seen.push(...requests) };
    },
    { metricOf, precision: 1.0501 },
  );

  it('reports a refused query', async () => {
    const { url, stop } = await startPrometheus(scrapesOf([], noon));
    ends.push(stop);
    const { parts, incomplete } = await read(url, { from: noon, to: noon + 20_000 * minute });
    expect(parts).toEqual([]);
    expect(incomplete[0]?.reason).toMatch(/^Prometheus refuses the query: exceeded maximum resolution/);
  });
});

function read(url: string, fields: { from?: number; to?: number; metric?: Partial<PrometheusMetric> } = {}) {
  return prometheusMetrics({ url, timeout: 500 }).read({
    service: 'shop',
    metrics: [{ ...metricOf('GET /a'), ...fields.metric }],
    versions: [],
    from: fields.from ?? noon,
    to: fields.to ?? noon + 3 * minute,
    windowSeconds: 300,
  });
}

/** A server with a scripted response. */
async function answering(status: number, body: string, wait = 0): Promise<string> {
  const server = createServer((_, response) => {
    setTimeout(() => response.writeHead(status).end(body), wait);
  });
  const { url, close } = await listen(server, 0);
  ends.push(close);
  return url;
}

type Values = readonly (number | string)[];
/** Series by their labels; values at noon and each minute after it. */
const matrix = (series: readonly (readonly [labels: Record<string, string>, values: Values])[], more = {}) =>
  JSON.stringify({
    status: 'success',
    data: {
      resultType: 'matrix',
      result: series.map(([metric, values]) => ({
        metric,
        values: values.map((value, i) => [noon / 1_000 + 60 * i, String(value)]),
      })),
    },
    ...more,
  });
const named = (name: string, labels = {}) => ({ __name__: `http_seconds${name}`, code: '200', ...labels });

describe('a server', () => {
  it.each([
    ['that is out of order', 503, 'no', 'metrics/unreachable'],
    ['that is a page for people', 200, '<html>hello</html>', 'metrics/unreachable'],
    [
      'that is another API',
      200,
      '{"status":"success","data":{"resultType":"vector"}}',
      'metrics/unreachable',
    ],
    ['that requires credentials', 401, 'no', 'metrics/credentials-refused'],
    ['that is overloaded', 429, 'no', 'metrics/throttled'],
  ])('%s is reported, and nothing was read', async (_, status, body, code) => {
    await expect(read(await answering(status, body))).rejects.toMatchObject({ code, fault: 'dependency' });
  });

  it('that is silent or unreachable is also reported', async () => {
    await expect(read(await answering(200, '', 2_000))).rejects.toMatchObject({
      code: 'metrics/unreachable',
    });
    await expect(read('http://127.0.0.1:9')).rejects.toMatchObject({ code: 'metrics/unreachable' });
  });

  it('that reports a partial response gives no numbers', async () => {
    const body = matrix([[named('_count'), [0, 5]]], { warnings: ['a store is gone'] });
    const { parts, incomplete } = await read(await answering(200, body));
    expect(parts).toEqual([]);
    expect(incomplete).toMatchObject([
      { endpoint: 'GET /a', reason: expect.stringContaining('a store is gone') },
    ]);
  });
});

describe('counters', () => {
  const histogram = (counts: Values, labels = {}) =>
    [
      [named('_count', labels), counts],
      [named('_sum', labels), counts],
      [named('_bucket', { ...labels, le: '2' }), counts],
      [named('_bucket', { ...labels, le: '+Inf' }), counts],
    ] as const;

  it('that were reset count from the reset', async () => {
    const { parts } = await read(await answering(200, matrix(histogram([10, 14, 3, 4]))));
    expect(parts.map(({ count }) => count)).toEqual([4, 3, 1]);
  });

  it('that are not numbers, or are missing, are not made up', async () => {
    const { parts } = await read(await answering(200, matrix(histogram(['NaN', 14, '+Inf', 20]))));
    expect(parts).toEqual([]);
  });

  it('of several processes and statuses add up', async () => {
    const body = matrix([
      ...histogram([0, 4, 4, 4], { instance: 'a' }),
      ...histogram([7, 9, 9, 9], { instance: 'b' }),
      ...histogram([0, 1, 1, 1], { instance: 'b', code: '503' }),
      ...histogram([0, 1, 1, 1], { instance: 'b', code: '404' }),
    ]);
    const { parts } = await read(await answering(200, body));
    expect(parts).toMatchObject([{ count: 8, errors: 1, sum: 8_000, version: 'unversioned' }]);
  });

  it('without the buckets that belong to them are incomplete, not guessed', async () => {
    const body = matrix([
      [named('_count'), [0, 5]],
      [named('_sum'), [0, 1]],
    ]);
    const { parts, incomplete } = await read(await answering(200, body));
    expect(parts).toEqual([]);
    expect(incomplete[0]?.reason).toMatch(
      /1 minutes with requests but without their distribution, first 2026-06-01T12:00/,
    );
  });

  it('of a histogram whose requests are slower than its last bound are spread around their mean', async () => {
    const body = matrix([
      [named('_count'), [0, 10]],
      [named('_sum'), [0, 90]],
      [named('_bucket', { le: '0.1' }), [0, 0]],
      [named('_bucket', { le: '5' }), [0, 4]],
      [named('_bucket', { le: '+Inf' }), [0, 10]],
    ]);
    const [part] = (await read(await answering(200, body))).parts;
    // Six of them took 80 s together: from 5 s to 22 s.
    expect(part).toMatchObject({ count: 10, min: 100, max: expect.closeTo(21_600, 3), sum: 90_000 });
    expect(quantile(part?.sketch ?? emptySketch, 0.9)).toBeGreaterThan(13_300);
  });

  it('of a native histogram come with its buckets', async () => {
    const histogramOf = (count: string, sum: string, buckets?: unknown) => ({ count, sum, buckets });
    const histograms = [
      [noon / 1_000, histogramOf('0', '0')],
      [noon / 1_000 + 60, histogramOf('100', '40', [[0, '0.25', '0.5', '100']])],
    ];
    const result = [{ metric: named(''), histograms }];
    const body = JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
    const { parts, incomplete } = await read(await answering(200, body));
    expect(incomplete).toEqual([]);
    expect(parts).toMatchObject([{ count: 100, sum: 40_000, min: 250, max: 500 }]);
  });

  it('of a native histogram with custom buckets come with the bounds that it has', async () => {
    const at = (more: number) => {
      const buckets = [
        [3, '-Inf', '0.25', `${60 + more}`],
        [0, '0.25', '+Inf', `${30 + more}`],
      ];
      return { count: `${90 + 2 * more}`, sum: `${30 + more}`, buckets };
    };
    const histograms = [0, 4].map((more, i) => [noon / 1_000 + i * 60, at(more)]);
    const result = [{ metric: named(''), histograms }];
    const body = JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
    const { parts, incomplete } = await read(await answering(200, body));
    expect(incomplete).toEqual([]);
    expect(parts).toMatchObject([{ count: 8, sum: 4_000 }]);
  });

  it('of a summary come with its quantiles', async () => {
    const body = matrix([
      [named('_count'), [0, 100]],
      [named('_sum'), [0, 30]],
      [named('', { quantile: '0.5' }), ['NaN', 0.2]],
      [named('', { quantile: '0.99' }), ['NaN', 0.9]],
    ]);
    const [part] = (await read(await answering(200, body))).parts;
    expect(part).toMatchObject({ count: 100, sum: 30_000, max: 900 });
    expect(quantile(part?.sketch ?? emptySketch, 0.5) / 200).toBeCloseTo(1, 1);
  });
});
