import { describe, expect, test } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { findAnomalies } from '#core/performance/findings/anomaly.ts';
import { findFindings } from '#core/performance/findings/find-findings.ts';
import type { Indicator } from '#core/performance/rollups/indicators.ts';

const window = 300_000;
const perDay = 288;
const begin = Date.UTC(2026, 5, 1);

/** A week of a service that is busier and slower by day, and the changes of the last windows. */
function week(
  seed: number,
  change: (usual: Indicator, fromTheEnd: number) => Partial<Indicator> = () => ({}),
) {
  const random = seededRandom(seed);
  const noise = () =>
    Math.exp(0.08 * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random()));
  return Array.from({ length: 7 * perDay }, (_, i): Indicator => {
    const wave = 1 + 0.4 * Math.sin((2 * Math.PI * i) / perDay);
    const usual = {
      start: begin + i * window,
      count: Math.round(400 * wave * noise()),
      errors: 0,
      p95: 120 * wave * noise(),
    };
    return { ...usual, ...change(usual, 7 * perDay - 1 - i) };
  });
}

describe('a service is unusual', () => {
  test('if requests take three times as long as ever before', () => {
    const series = week(1, ({ p95 }, left) => (left < 2 ? { p95: 3 * p95 } : {}));
    const [claim, ...others] = findAnomalies(series);
    expect(others).toEqual([]);
    expect(claim).toMatchObject({ kind: 'anomaly', endpoint: null, evidence: { length: 12 } });
    expect(claim?.since).toBeGreaterThanOrEqual(series.at(-2)?.start ?? Infinity);
    expect(claim?.measured).toBeGreaterThan(2 * (claim?.limit ?? 0));
    expect(claim?.summary).toMatch(/^The p95 of all requests is unusual for .*: \d+ ms, usually \d+\.$/);
  });

  test('if nearly no requests arrive', () => {
    const claims = findAnomalies(week(2, (_, left) => (left < 2 ? { count: 3 } : {})));
    expect(claims).toMatchObject([{ summary: expect.stringMatching(/^The number of requests is/) }]);
  });
});

describe('a service is not unusual', () => {
  test('because of events hours ago, or because of the time of day', () => {
    expect(findAnomalies(week(3, ({ p95 }, left) => (left === 40 ? { p95: 5 * p95 } : {})))).toEqual([]);
    expect(findAnomalies(week(4))).toEqual([]);
  });

  test('before there is enough data to know what is usual', () => {
    const short = week(5, ({ p95 }, left) => (left < 2 ? { p95: 9 * p95 } : {})).slice(-50);
    expect(findAnomalies(short)).toEqual([]);
    expect(findAnomalies([])).toEqual([]);
  });

  test('by chance, in nine of ten checks', () => {
    const claims = Array.from({ length: 60 }, (_, i) => findAnomalies(week(100 + i)));
    expect(claims.filter((all) => all.length > 0).length).toBeLessThanOrEqual(6);
  });
});

test('open windows, and windows without a collection of the endpoint, are not unusual because of few requests', () => {
  const manifest = { name: 'shop', targets: { p95: 100, endpoints: {}, availability: 0.99 } };
  const indicators = week(2, (_, left) => (left < 3 ? { count: 3 } : {}));
  const now = begin + 7 * perDay * window;
  const kindsWith = (fields: { readonly collectedUntil?: Readonly<Record<string, number>> }, last = 0) =>
    findFindings({
      manifest,
      windows: [],
      indicators: indicators.slice(0, indicators.length - last),
      now,
      ...fields,
    }).map(({ kind }) => kind);
  expect(kindsWith({})).toEqual(['anomaly']);
  expect(kindsWith({}, 2)).toEqual([]);
  expect(kindsWith({ collectedUntil: { 'GET /a': now, 'GET /b': now - 3 * window } })).toEqual([]);
});
