import { countAbove, quantiles, type Sketch } from '../../performance/sketch/sketch.ts';
import { summarize } from '../../performance/windows/window.ts';
import type { WindowPart } from '../../performance/windows/window-part.ts';
import { hour, minute } from '../../time.ts';

/** How far back the traffic is read. */
export const trafficSpan = hour;

/** The recent requests of a service, all endpoints and versions together. */
export interface Traffic {
  readonly requests: number;
  readonly requestsPerMinute: number;
  /** Estimated share of the requests that fail. */
  readonly errorRate: number;
  /** Durations in milliseconds. */
  readonly sketch: Sketch;
}

/** A shorter time says nothing about a rate. */
const shortestSpan = minute;

/** @returns null if less than a minute was measured in the last hour. @param now milliseconds since 1970. */
export function recentTraffic(parts: readonly WindowPart[], now: number): Traffic | null {
  const recent = parts.filter(({ from, to }) => from >= now - trafficSpan && to <= now);
  const { from, count, errors, sketch } = summarize(recent);
  if (count === 0 || now - from < shortestSpan) return null;
  const minutes = (now - from) / minute;
  // With no failure among n requests the rate is not 0: half a failure among them is the estimate (Krichevsky & Trofimov 1981).
  const errorRate = (errors + 0.5) / (count + 1);
  return { requests: count, requestsPerMinute: count / minutes, errorRate, sketch };
}

/** Shares of the requests slower than today's p50, p90 and p99, if every request took `ratio` times as long. */
export function slowerShares(
  sketch: Sketch,
  ratio: number,
): readonly (readonly [before: number, after: number])[] {
  const total = countAbove(sketch, 0);
  const shares = [0.5, 0.9, 0.99] as const;
  return quantiles(sketch, shares).map((threshold, i) => {
    const before = 1 - (shares[i] ?? 0);
    return [before, Math.max(before, countAbove(sketch, threshold / ratio) / Math.max(total, 1))] as const;
  });
}
