import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '#core/performance/findings/finding.ts';
import { rankOpportunities } from '#core/performance/report/opportunities.ts';

const finding = (fields: Partial<Finding>): Finding => ({
  kind: 'slow-endpoint',
  service: 'shop',
  endpoint: 'GET /products',
  from: 0,
  to: 3_600_000,
  since: 0,
  confidence: 0.99,
  evidence: [],

  rootCause: null,
  requests: 1_000,
  measured: 200,
  limit: 100,
  p50: 50,
  p95: 200,
  p99: 300,
  errorRate: 0,
  summary: '',
  hottest: [],
  ...fields,
});

test('the saving is requests per hour times the lower bound of the mean excess', () => {
  const [one] = rankOpportunities([finding({ from: 0, to: 1_800_000 })], {});
  expect(one?.requestsPerHour).toBe(2_000);
  expect(one?.excess).toBeCloseTo(0.04 * 100 + 0.01 * 200, 12);
  expect(one?.savedPerHour).toBeCloseTo(12_000, 9);
});

test('the estimated excess never exceeds the real excess over the target', () => {
  const durations = fc.array(fc.double({ min: 0, max: 1_000, noNaN: true }), {
    minLength: 20,
    maxLength: 200,
  });
  fc.assert(
    fc.property(durations, fc.double({ min: 1, max: 500, noNaN: true }), (all, limit) => {
      const sorted = all.toSorted((a, b) => a - b);
      const at = (q: number) => sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
      const [one] = rankOpportunities([finding({ p50: at(0.5), p95: at(0.95), p99: at(0.99), limit })], {});
      const exact = all.reduce((sum, duration) => sum + Math.max(0, duration - limit), 0) / all.length;
      expect(one?.excess).toBeLessThanOrEqual(exact + 1e-9);
    }),
  );
});

test.each(['POST /(unmatched)', 'GET /(others)'])(
  '%s is no opportunity, however slow: its code is unknown',
  (endpoint) => {
    expect(rankOpportunities([finding({ endpoint })], {})).toEqual([]);
  },
);

test('a busy endpoint that is a little slow comes before a quiet one that is very slow', () => {
  const busy = finding({ endpoint: 'GET /busy', requests: 100_000, p95: 150 });
  const quiet = finding({ endpoint: 'GET /quiet', requests: 30, p50: 2_000, p95: 5_000, p99: 5_000 });
  expect(rankOpportunities([quiet, busy], {}).map((one) => one.finding.endpoint)).toEqual([
    'GET /busy',
    'GET /quiet',
  ]);
});

test('only slow endpoints can be fixed without changing a response', () => {
  expect(
    rankOpportunities(
      [finding({ kind: 'error-rate' }), finding({ kind: 'memory-growth', endpoint: null })],
      {},
    ),
  ).toEqual([]);
});

test('an opportunity of a service on Lambda has the monthly cost of its time', () => {
  const lambda = { memoryMb: 1_024, architecture: 'x86_64' } as const;
  const [one] = rankOpportunities([finding({})], { lambda });
  const seconds = (one?.savedPerHour ?? 0) / 1_000;
  expect(one?.dollarsPerMonth).toBeCloseTo(seconds * 0.0000166667 * 730, 9);
  expect(rankOpportunities([finding({})], {})[0]?.dollarsPerMonth).toBeNull();
});

test('the share of requests that a wrong fix would affect is given if requests were counted', () => {
  const windows = [
    { endpoint: 'GET /products', count: 30 },
    { endpoint: 'GET /cart', count: 90 },
    { endpoint: 'GET /products', count: 0 },
  ];
  expect(rankOpportunities([finding({})], {}, windows)[0]?.shareAtRisk).toBe(0.25);
  expect(rankOpportunities([finding({})], {})[0]?.shareAtRisk).toBeNull();
});

test('an endpoint that only waits for another one of its process is no opportunity', () => {
  const waitsFor = { endpoint: 'GET /slow', share: 0.9, own: 0, summary: '' };
  expect(rankOpportunities([finding({ waitsFor })], {})).toEqual([]);
});
