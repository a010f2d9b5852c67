import { merge, quantiles, type Sketch } from '../sketch/sketch.ts';
import type { Memory, WindowPart } from './window-part.ts';

/** Statistics of a set of requests. Durations in milliseconds, times in milliseconds since 1970. */
export interface Traffic {
  /** When the first and the last request began. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly errors: number;
  /** Responses with a status of 400 to 499; absent if there were none, or the source does not tell. */
  readonly rejections?: number;
  /** Share of requests that failed, in [0, 1]. */
  readonly errorRate: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly p50: number;
  readonly p90: number;
  readonly p95: number;
  readonly p99: number;
  /** Maximum memory of a process when it reported. */
  readonly memory: Memory;
  readonly sketch: Sketch;
}

/** The requests to one endpoint and version that began in one window. */
export interface Window extends Traffic {
  readonly service: string;
  readonly endpoint: string;
  readonly version: string;
  readonly start: number;
}

type Summand = Pick<
  Traffic,
  'from' | 'to' | 'count' | 'errors' | 'rejections' | 'sum' | 'min' | 'max' | 'memory' | 'sketch'
>;

/** One window for each endpoint, version and window start in the parts, by start, then endpoint, then version. */
export function mergeParts(parts: readonly WindowPart[]): readonly Window[] {
  return grouped(parts, ({ windowStart }) => windowStart);
}

/** One window from `start` on for each endpoint and version in the windows, by endpoint, then version. */
export function mergeWindows(windows: readonly Window[], start: number): readonly Window[] {
  return grouped(windows, () => start);
}

type EndpointVersion = Pick<Window, 'service' | 'endpoint' | 'version'>;

function grouped<Each extends EndpointVersion & Summand>(
  pieces: readonly Each[],
  startOf: (piece: Each) => number,
): readonly Window[] {
  // No name contains a line break.
  const keyOf = (piece: Each) => `${startOf(piece)}\n${piece.endpoint}\n${piece.version}\n${piece.service}`;
  return [...Map.groupBy(pieces, keyOf).values()]
    .flatMap((group): Window[] => {
      const [first] = group;
      if (!first) return [];
      const { service, endpoint, version } = first;
      return [{ service, endpoint, version, start: startOf(first), ...summarize(group) }];
    })
    .sort((a, b) => a.start - b.start || compare(a.endpoint, b.endpoint) || compare(a.version, b.version));
}

/** Statistics over all requests of the windows or parts; all zero if there are none. */
export function summarize(pieces: readonly Summand[]): Traffic {
  const sketch = merge(pieces.map((piece) => piece.sketch));
  const [p50 = 0, p90 = 0, p95 = 0, p99 = 0] = quantiles(sketch, [0.5, 0.9, 0.95, 0.99]);
  let { from, to, min, max } = pieces[0] ?? { from: 0, to: 0, min: 0, max: 0 };
  let [count, errors, rejections, sum, rss, heapUsed] = [0, 0, 0, 0, 0, 0];
  // One loop instead of one per sum: a report summarizes tens of thousands of windows.
  for (const piece of pieces) {
    from = Math.min(from, piece.from);
    to = Math.max(to, piece.to);
    count += piece.count;
    errors += piece.errors;
    rejections += piece.rejections ?? 0;
    sum += piece.sum;
    min = Math.min(min, piece.min);
    max = Math.max(max, piece.max);
    rss = Math.max(rss, piece.memory.rss);
    heapUsed = Math.max(heapUsed, piece.memory.heapUsed);
  }
  const errorRate = count === 0 ? 0 : errors / count;
  const mean = count === 0 ? 0 : sum / count;
  const memory = { rss, heapUsed };
  const traffic = {
    from,
    to,
    count,
    errors,
    errorRate,
    sum,
    min,
    max,
    mean,
    p50,
    p90,
    p95,
    p99,
    memory,
    sketch,
  };
  return rejections > 0 ? { ...traffic, rejections } : traffic;
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
