import { quantile } from '../../numbers/quantile.ts';
import { merge, quantiles, type Sketch } from '../../performance/sketch/sketch.ts';
import { longestWindows } from '../../performance/windows/longest-windows.ts';
import { summarize, type Window } from '../../performance/windows/window.ts';
import type { WindowPart } from '../../performance/windows/window-part.ts';
import type { SpeedInterval } from '../speed-interval.ts';

/** What the improved endpoint's requests took, in milliseconds, in a time given in milliseconds since 1970. */
export interface MeasuredTime {
  readonly from: number;
  readonly to: number;
  readonly requests: number;
  readonly p50: number;
  readonly p95: number;
}

/** How much faster production became: time before over time after, with a 95 % interval. */
export interface ProductionGain {
  readonly before: MeasuredTime;
  readonly after: MeasuredTime;
  /** Of the medians and of the 95th percentiles; null if too little was measured. */
  readonly p50: SpeedInterval | null;
  readonly p95: SpeedInterval | null;
}

/** Fewer requests, or windows of five minutes, on one side tell no p95. */
export const fewestRequests = 200;
const fewestWindows = 6;
const resamples = 1_000;

/**
 * Compares the endpoint's requests of two times. The interval is a bootstrap that draws whole windows of each side: requests of
 * the same minutes are slow together, so single ones would make it too narrow (S. N. Lahiri, "Resampling Methods for
 * Dependent Data", 2003, ch. 2). It does not cover what else has changed between the two times.
 *
 * @param random uniform in [0, 1).
 */
export function productionGain(
  before: readonly WindowPart[],
  after: readonly WindowPart[],
  random: () => number,
): ProductionGain {
  const [old, now] = [longestWindows(before), longestWindows(after)];
  const sides = { before: timeOf(old), after: timeOf(now) };
  if (!isEnough(old) || !isEnough(now)) return { ...sides, p50: null, p95: null };
  const draws = Array.from({ length: resamples }, () => [drawn(old, random), drawn(now, random)] as const);
  const interval = (which: 'p50' | 'p95'): SpeedInterval => {
    const ratios = Float64Array.from(draws, ([was, is]) => was[which] / is[which]).sort();
    return {
      ratio: sides.before[which] / sides.after[which],
      low: quantile(ratios, 0.025),
      high: quantile(ratios, 0.975),
    };
  };
  return { ...sides, p50: interval('p50'), p95: interval('p95') };
}

/** Whether a side tells a p95. */
function isEnough(windows: readonly Window[]): boolean {
  return windows.length >= fewestWindows && summarize(windows).count >= fewestRequests;
}

function timeOf(windows: readonly Window[]): MeasuredTime {
  const { from, to, count, p50, p95 } = summarize(windows);
  return { from, to, requests: count, p50, p95 };
}

/** Percentiles of as many windows, drawn with replacement. */
function drawn(
  windows: readonly Window[],
  random: () => number,
): { readonly p50: number; readonly p95: number } {
  const sketches = windows.map((): Sketch => {
    const window = windows[Math.floor(random() * windows.length)] as Window;
    return window.sketch;
  });
  const [p50 = 0, p95 = 0] = quantiles(merge(sketches), [0.5, 0.95]);
  return { p50, p95 };
}
