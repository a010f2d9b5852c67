import { expect, test } from 'vitest';
import type { Finding } from '#core/performance/findings/finding.ts';
import type { StaticFinding } from '#core/performance/findings/static-finding.ts';
import { rankStaticFindings } from '#core/performance/report/rank-static-findings.ts';
import { aStaticFinding } from '../../../../support/static-finding.ts';

const place = aStaticFinding();
const hot = { name: 'netPrice', file: 'src/prices.ts', line: 10, self: 0.1, total: 0.4 };
const slow = (endpoint: string, hottest: Finding['hottest']) => ({ endpoint, hottest }) as Finding;
const hour = 3_600_000;

function rank(found: readonly StaticFinding[], findings: readonly Finding[]) {
  const windows = [
    { endpoint: 'GET /prices', sum: 10_000 },
    { endpoint: 'GET /prices', sum: 30_000 },
    { endpoint: 'GET /carts', sum: 1_000 },
  ];
  return rankStaticFindings(found, { findings, windows, from: 0, now: 2 * hour });
}

const costOf = (finding: StaticFinding, ...findings: readonly Finding[]) =>
  rank([finding], findings)[0]?.measured;

test('a place costs at most what passes in its function, at all endpoints that use it', () => {
  expect(costOf(place, slow('GET /prices', [hot]), slow('GET /carts', [{ ...hot, total: 1 }]))).toEqual({
    millisecondsPerHour: (0.4 * 40_000 + 1 * 1_000) / 2,
    endpoints: [
      { endpoint: 'GET /prices', share: 0.4 },
      { endpoint: 'GET /carts', share: 1 },
    ],
  });
});

test.each([
  ['another file', { file: 'src/carts.ts' }],
  ['another function', { name: 'grossPrice' }],
])('a profile of %s says nothing', (_, other) => {
  expect(costOf(place, slow('GET /prices', [{ ...hot, ...other }]))).toBeNull();
});

test('a function is recognized by its name, wherever an older version had it', () => {
  expect(costOf(place, slow('GET /prices', [{ ...hot, name: 'Shop.netPrice', line: 99 }]))).not.toBeNull();
});

test.each([
  [9, 0.4],
  [10, undefined],
])('a function without a name counts by its line %d', (line, share) => {
  const anonymous = { ...hot, name: '(anonymous)', line };
  expect(costOf(place, slow('GET /prices', [anonymous]))?.endpoints[0]?.share).toBe(share);
});

test('a place outside of every function is not measured', () => {
  expect(costOf({ ...place, function: null }, slow('GET /prices', [hot]))).toBeNull();
});

test('the largest cost comes first, then what was not measured: of that, what a rule fixes', () => {
  const unknown = { ...place, path: 'src/a.ts' };
  const fixable = { ...place, path: 'src/b.ts', whyNoFix: null };
  const cheap = { ...place, path: 'src/carts.ts' };
  const ranked = rank(
    [unknown, fixable, cheap, place],
    [slow('GET /prices', [hot]), slow('GET /carts', [{ ...hot, file: 'src/carts.ts' }])],
  );
  expect(ranked.map(({ path }) => path)).toEqual([place.path, cheap.path, fixable.path, unknown.path]);
});
