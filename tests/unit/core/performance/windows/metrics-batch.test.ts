import { expect, it } from 'vitest';
import { MetricsBatch } from '#core/performance/windows/metrics-batch.ts';

const hot = { name: 'total', file: 'src/total.ts', line: 3, self: 0.5, total: 0.9 };

function batchWith(...functions: object[]) {
  const profiles = [{ endpoint: 'GET /total', samples: 9, functions }];
  const memory = { rss: 1, heapUsed: 1 };
  const batch = { service: 'shop', version: 'v1', instance: 'i', sequence: 1, dropped: 0, memory };
  return MetricsBatch.safeParse({ ...batch, measurements: [], profiles });
}

it('a profile tells lines, or is of a recorder that does not', () => {
  const lines = [{ line: 5, share: 0.4 }];
  expect(batchWith(hot, { ...hot, own: 0.6, lines }).data?.profiles[0]?.functions).toEqual([
    hot,
    { ...hot, own: 0.6, lines },
  ]);
});

it.each([
  ['more than ten lines', { lines: Array.from({ length: 11 }, () => ({ line: 1, share: 0 })) }],
  ['a line before the first', { lines: [{ line: 0, share: 0.1 }] }],
  ['more than all samples', { own: 1.1 }],
])('a profile with %s is refused', (_, fields) => {
  expect(batchWith({ ...hot, ...fields }).success).toBe(false);
});
