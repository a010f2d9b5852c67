import fc from 'fast-check';
import type { SeriesPoint } from '#core/performance/series/ports.ts';
import type { CountedRequests } from '#core/performance/windows/counted-requests.ts';
import { minute } from '#core/time.ts';

export const start = Date.UTC(2026, 5, 1, 9);
const bounds = [0, 10, 20, 40, 80, Infinity];

/** All of these durations, in milliseconds, as a process counts them in buckets. */
export function countOf(durations: readonly number[], to = start + minute, from = start): SeriesPoint {
  const within = (low: number, high: number) => durations.filter((one) => one > low && one <= high).length;
  const buckets = bounds.slice(1).map((high, i) => {
    const low = bounds[i] ?? 0;
    return { low, high, count: within(low, high) };
  });
  return {
    from,
    to,
    count: durations.length,
    sum: durations.reduce((sum, one) => sum + one, 0),
    min: durations.length > 0 ? Math.min(...durations) : undefined,
    max: durations.length > 0 ? Math.max(...durations) : undefined,
    buckets: buckets.filter(({ count }) => count > 0),
  };
}

export const requestsIn = (point: SeriesPoint, fields: Partial<CountedRequests> = {}): CountedRequests => ({
  service: 'shop',
  endpoint: 'GET /prices',
  version: 'v1',
  series: 'pod-1#a',
  status: 200,
  ...point,
  ...fields,
});

/** Durations that a process measures in the minutes one after the other. */
export const minutesOfDurations = fc.array(
  fc.array(fc.double({ min: 0.1, max: 200, noNaN: true }), { maxLength: 6 }),
  { minLength: 1, maxLength: 5 },
);

/** What the process exports at the end of each minute: all since it began. */
export const exportsOf = (minutes: readonly (readonly number[])[], from = start): readonly SeriesPoint[] =>
  minutes.map((_, i) => countOf(minutes.slice(0, i + 1).flat(), from + (i + 1) * minute, from));
