import { describe, expect, test } from 'vitest';
import { findFindings, withProfiles } from '#core/performance/findings/find-findings.ts';
import { processMemory } from '#core/performance/memory/process-memory.ts';
import { mergeParts } from '#core/performance/windows/window.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import { measured, partsWith } from '../batches.ts';

const now = Date.UTC(2026, 5, 1, 9);
const start = now - 3_600_000;
const manifest = {
  name: 'shop',
  targets: { p95: 100, endpoints: { 'GET /slow-by-design': 2_000 }, availability: 0.99 },
};
const find = (parts: readonly WindowPart[]) =>
  findFindings({ manifest, windows: mergeParts(parts), processes: processMemory(parts), now });
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
    /^GET \/products has a p95 of \d+\.\d ms over 100 requests, 4\.0x its target of 100 ms\.$/,
  );
});

test('an endpoint has the target that its service sets', () => {
  expect(find(partsWith({ measurements: measured('GET /slow-by-design', start, slow(100)) }))).toEqual([]);
});

test('fewer than twenty requests prove nothing', () => {
  expect(find(partsWith({ measurements: measured('GET /products', start, slow(19), 500) }))).toEqual([]);
  expect(find(partsWith({ measurements: measured('GET /products', start, slow(20), 500) }))).toHaveLength(2);
});

test('an endpoint over its target only by the error of the sketch, or by chance, is not slow', () => {
  const all = (duration: number) =>
    partsWith({
      measurements: measured(
        'GET /products',
        start,
        Array.from({ length: 1_000 }, () => duration),
      ),
    });
  expect(find(all(100.9))).toEqual([]);
  expect(find(all(103))).toHaveLength(1);
  const some = (count: number) =>
    partsWith({ measurements: measured('GET /products', start, [...calm(100 - count), ...slow(count)]) });
  expect(find(some(6))).toEqual([]);
  const [finding] = find(some(9));
  expect(finding?.confidence).toBeGreaterThan(0.9);
  expect(finding?.confidence).toBeLessThan(0.97);
});

test('a finding has its start, and the windows that are its evidence', () => {
  const window = 300_000;
  const parts = Array.from({ length: 12 }, (_, i) => i).flatMap((i) =>
    partsWith({
      sequence: i,
      // Slow in one window by chance, then from the eighth window on except one.
      measurements: measured(
        'GET /products',
        start + i * window,
        i === 2 || (i >= 7 && i !== 9) ? slow(40) : calm(40),
      ),
    }),
  );
  const [finding] = find(parts);
  expect(finding?.since).toBe(start + 7 * window);
  expect(finding?.evidence).toHaveLength(12);
  expect(finding?.evidence[8]?.at).toBe(start + 8 * window);
  expect((finding?.evidence[8]?.value ?? 0) / 400).toBeCloseTo(1, 1);
});

describe('failures', () => {
  const failing = (errors: number, requests: number, at = start, sequence = 0) =>
    partsWith({
      sequence,
      measurements: [
        ...measured('GET /cart', at, calm(requests - errors)),
        ...measured('GET /cart', at, calm(errors), 503),
      ],
    });

  test('that provably burn the budget faster than it grows are a finding', () => {
    expect(find(failing(2, 100))).toEqual([]);
    expect(find(failing(3, 100))).toMatchObject([
      {
        kind: 'error-rate',
        measured: 0.03,
        limit: expect.closeTo(0.01, 9) as number,
        since: start,
        summary:
          'GET /cart failed 3 of 100 requests, 3.0 %: 3.0 times what 99.0 % availability allows. At this rate the monthly error budget lasts 240 h.',
      },
    ]);
  });

  test('are compared with the burn rate of the budget over time, and whether it still burns', () => {
    // A fifth of the requests failed three quarters of an hour ago, and none since: no page, and a ticket.
    const parts = [
      ...failing(200, 1_000, now - 2_900_000),
      ...failing(0, 1_000, now - 1_500_000, 1),
      ...failing(0, 250, now - 250_000, 2),
    ];
    expect(find(parts)[0]?.limit).toBeCloseTo(0.01, 9);
    expect(find(failing(200, 1_000, now - 1_000_000))[0]?.limit).toBeCloseTo(0.06, 9);
    expect(find(failing(60, 200, now - 200_000))[0]?.limit).toBeCloseTo(0.144, 9);
  });
});

test('measurements of the earlier version are ignored', () => {
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
        'The heap of process i1 grew steadily by 12.0 MB/h over 23.5 h, to 382 MB after garbage collection.',
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

test('a profile shows where its endpoint spends time', () => {
  const functions = [{ name: 'sort', file: 'src/sort.ts', line: 3, self: 0.8, total: 0.9 }];
  const parts = partsWith({
    measurements: [...measured('GET /a', start, slow(30)), ...measured('GET /b', start, slow(30))],
  });
  const found = withProfiles(find(parts), [{ endpoint: 'GET /b', samples: 90, functions }]);
  expect(found.map(({ endpoint, hottest }) => [endpoint, hottest])).toEqual([
    ['GET /a', []],
    ['GET /b', functions],
  ]);
});

test('a profile shows which endpoint of the process another one only waits for', () => {
  const parts = partsWith({ measurements: measured('GET /a', start, slow(30)) });
  const time = { own: 0, behind: [{ endpoint: 'GET /b', share: 0.95 }] };
  const [found] = withProfiles(find(parts), [{ endpoint: 'GET /a', samples: 0, time, functions: [] }]);
  expect(found?.waitsFor?.endpoint).toBe('GET /b');
});

test('a profile does not explain failed requests', () => {
  const functions = [{ name: 'sort', file: 'src/sort.ts', line: 3, self: 0.8, total: 0.9 }];
  const parts = partsWith({ measurements: measured('GET /a', start, slow(30), 500) });
  const found = withProfiles(find(parts), [{ endpoint: 'GET /a', samples: 90, functions }]);
  expect(found.map(({ kind, hottest }) => [kind, hottest.length])).toEqual([
    ['slow-endpoint', 1],
    ['error-rate', 0],
  ]);
});
