import type { Memory, MetricPart } from './metric-part.ts';
import { merge, quantiles, type Sketch } from './sketch.ts';

/** What a number of requests have in common. Durations in milliseconds, times in milliseconds since 1970. */
export interface Traffic {
  /** When the first and the last request began. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly errors: number;
  /** Errors of all requests, in [0, 1]. */
  readonly errorRate: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  /** The most that a process held when it reported. */
  readonly memory: Memory;
  readonly sketch: Sketch;
}

/** The requests to one endpoint of one version that began in one window. */
export interface Window extends Traffic {
  readonly service: string;
  readonly endpoint: string;
  readonly version: string;
  readonly start: number;
}

type Summand = Pick<
  Traffic,
  'from' | 'to' | 'count' | 'errors' | 'sum' | 'min' | 'max' | 'memory' | 'sketch'
>;

/** One window for each endpoint, version and window start among the parts, by start, then endpoint, then version. */
export function mergeParts(parts: readonly MetricPart[]): readonly Window[] {
  return [...Map.groupBy(parts, keyOf).values()]
    .flatMap((group): Window[] => {
      const [first] = group;
      if (!first) return [];
      const { service, endpoint, version, windowStart } = first;
      return [{ service, endpoint, version, start: windowStart, ...summarise(group) }];
    })
    .sort((a, b) => a.start - b.start || compare(a.endpoint, b.endpoint) || compare(a.version, b.version));
}

/** All requests of the windows, or parts, taken together; all zero where there are none. */
export function summarise(pieces: readonly Summand[]): Traffic {
  const sketch = merge(pieces.map((piece) => piece.sketch));
  const count = total(pieces.map((piece) => piece.count));
  const errors = total(pieces.map((piece) => piece.errors));
  const sum = total(pieces.map((piece) => piece.sum));
  const [p50 = 0, p90 = 0, p95 = 0, p99 = 0] = quantiles(sketch, [0.5, 0.9, 0.95, 0.99]);
  return {
    from: least(pieces.map(({ from }) => from)),
    to: greatest(pieces.map(({ to }) => to)),
    count,
    errors,
    errorRate: count === 0 ? 0 : errors / count,
    sum,
    min: least(pieces.map(({ min }) => min)),
    max: greatest(pieces.map(({ max }) => max)),
    mean: count === 0 ? 0 : sum / count,
    p50,
    p90,
    p95,
    p99,
    memory: {
      rss: greatest(pieces.map(({ memory }) => memory.rss)),
      heapUsed: greatest(pieces.map(({ memory }) => memory.heapUsed)),
    },
    sketch,
  };
}

const keyOf = ({ service, endpoint, version, windowStart }: MetricPart) =>
  JSON.stringify([service, endpoint, version, windowStart]);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);
const least = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.min(a, b), numbers[0] ?? 0);
const greatest = (numbers: readonly number[]) => numbers.reduce((a, b) => Math.max(a, b), numbers[0] ?? 0);
