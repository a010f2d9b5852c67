import { expect, test } from 'vitest';
import { findFindings, withHottest } from '#core/performance/findings.ts';
import type { MetricPart } from '#core/performance/metric-part.ts';
import { mergeParts } from '#core/performance/window.ts';
import { measured, partsWith } from './measured.ts';

const now = Date.UTC(2026, 5, 1, 9);
const start = now - 3_600_000;
const manifest = { name: 'shop', targets: { p95: 100, endpoints: { 'GET /slow-by-design': 2_000 } } };
const find = (parts: readonly MetricPart[]) =>
  findFindings({ manifest, parts, windows: mergeParts(parts), now });
const calm = (count: number) => Array.from({ length: count }, () => 20);
const slow = (count: number) => Array.from({ length: count }, () => 400);

test('an endpoint whose p95 exceeds its target is slow', () => {
  const parts = partsWith({ measurements: measured('GET /products', start, [...calm(90), ...slow(10)]) });
  const [finding, ...others] = find(parts);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    kind: 'slow-endpoint',
    service: 'shop',
    endpoint: 'GET /products',
    from: start,
    to: now,
    requests: 100,
    limit: 100,
    errorRate: 0,
    hottest: [],
  });
  expect(Math.abs((finding?.measured ?? 0) / 400 - 1)).toBeLessThan(0.02);
  expect(finding?.measured).toBe(finding?.p95);
  expect(finding?.summary).toMatch(
    /^GET \/products has a p95 of \d+\.\d ms over 100 requests, 4\.0 times its target of 100 ms\.$/,
  );
});

test('an endpoint has the target that its service gave it', () => {
  expect(find(partsWith({ measurements: measured('GET /slow-by-design', start, slow(100)) }))).toEqual([]);
});

test('fewer than twenty requests prove nothing', () => {
  expect(find(partsWith({ measurements: measured('GET /products', start, slow(19), 500) }))).toEqual([]);
  expect(find(partsWith({ measurements: measured('GET /products', start, slow(20), 500) }))).toHaveLength(2);
});

test('over two per cent of failures are a finding, two per cent are not', () => {
  const failing = (errors: number) =>
    partsWith({
      measurements: [
        ...measured('GET /cart', start, calm(100 - errors)),
        ...measured('GET /cart', start, calm(errors), 503),
      ],
    });
  expect(find(failing(2))).toEqual([]);
  expect(find(failing(3))).toMatchObject([
    {
      kind: 'error-rate',
      measured: 0.03,
      limit: 0.02,
      summary: 'GET /cart failed 3 of 100 requests, 3.0 % against a limit of 2.0 %.',
    },
  ]);
});

test('what the version before did is history', () => {
  const before = partsWith({ version: 'v1', measurements: measured('GET /products', start, slow(500)) });
  const after = partsWith({
    version: 'v2',
    measurements: measured('GET /products', now - 600_000, calm(100)),
  });
  expect(find([...before, ...after])).toEqual([]);
});

test('a canary is not the service yet', () => {
  const stable = partsWith({
    version: 'v1',
    measurements: measured('GET /products', now - 600_000, calm(200)),
  });
  const canary = partsWith({
    version: 'v2',
    measurements: measured('GET /products', now - 600_000, slow(50)),
  });
  expect(find([...stable, ...canary])).toEqual([]);
});

test('a growing heap is a finding of the whole process', () => {
  const parts = Array.from({ length: 24 * 12 }, (_, i) => i * 300_000).flatMap((at, sequence) =>
    partsWith({
      sequence,
      memory: { rss: 0, heapUsed: 100e6 + sequence * 1e6 },
      measurements: measured('GET /products', at, [20]),
    }),
  );
  expect(find(parts)).toMatchObject([
    {
      kind: 'memory-growth',
      endpoint: null,
      limit: 0.5,
      summary:
        'The heap of process i1 grew steadily by 12.0 MB an hour over 23.5 h, to 382 MB after garbage collection.',
    },
  ]);
});

test('findings come by endpoint, slow before failing', () => {
  const parts = partsWith({
    measurements: [...measured('GET /b', start, slow(30), 500), ...measured('GET /a', start, slow(30), 500)],
  });
  expect(find(parts).map(({ endpoint, kind }) => `${endpoint} ${kind}`)).toEqual([
    'GET /a slow-endpoint',
    'GET /a error-rate',
    'GET /b slow-endpoint',
    'GET /b error-rate',
  ]);
});

test('a profile says where the time of its endpoint goes', () => {
  const functions = [{ name: 'sort', file: 'src/sort.ts', line: 3, self: 0.8, total: 0.9 }];
  const parts = partsWith({
    measurements: [...measured('GET /a', start, slow(30)), ...measured('GET /b', start, slow(30))],
  });
  const found = withHottest(find(parts), [{ endpoint: 'GET /b', samples: 90, functions }]);
  expect(found.map(({ endpoint, hottest }) => [endpoint, hottest])).toEqual([
    ['GET /a', []],
    ['GET /b', functions],
  ]);
});
