import { median, robustDeviation } from '../../numbers/median.ts';
import type { Window } from '../windows/window.ts';

/** The windows that show a change. */
export type ComparedWindow = Pick<Window, 'start' | 'count' | 'p50' | 'p95'>;

/** Requests became slower. */
export interface Slowdown {
  /** Start of the first window that shows it. */
  readonly since: number;
  /** Number of windows from the first examined one until the slowdown was certain. */
  readonly windows: number;
  /** The p95 now and before, in milliseconds, as medians over windows. */
  readonly p95: number;
  readonly p95Before: number;
  /** Whether only the slowest requests are slower. */
  readonly isTail: boolean;
}

/** Number of 5-minute windows searched for a change (1 hour), and of windows compared with (3 hours). */
export const watchedWindows = 12;
export const baselineWindows = 36;

const fewestCompared = 12;
const fewestRequests = 50;

/**
 * Whether requests became slower than before: the first time that two of three consecutive windows show it. A window
 * shows it if its median and its p95 are both above those before, by 3 and 1.5 of their usual deviations and by 15 %;
 * or if the p95 alone is, by 8 deviations and by 50 %. Deviations are of the logarithm, around the median, by the
 * median absolute deviation. The median stabilizes the p95; in exchange, a change of only the slowest requests must
 * be large to be found.
 *
 * On windows of an unchanged service (`npm run eval:performance -- changes`) it gives a false alarm after 3 % of the
 * deployments. It finds 95 % of the deployments that make all requests 50 % slower, after ten minutes, and half of
 * those that double only the p95.
 *
 * @param before windows up to the change, or of the same hours of an earlier day; `after` has the windows from the
 * change on. Both oldest first. Windows with fewer than 50 requests are ignored, and with fewer than twelve windows
 * before there is no result.
 */
export function findSlowdown(
  before: readonly ComparedWindow[],
  after: readonly ComparedWindow[],
): Slowdown | null {
  const base = before.filter(isEnough).slice(-baselineWindows);
  const watch = after.filter(isEnough);
  if (base.length < fewestCompared) return null;
  const usual50 = usualOf(base.map(({ p50 }) => p50));
  const usual95 = usualOf(base.map(({ p95 }) => p95));
  const slower = watch.map(({ p50, p95 }): SlowdownKind => {
    const [half, tail] = [usual50(p50), usual95(p95)];
    if (half.deviations > 3 && tail.deviations > 1.5 && half.ratio > 1.15 && tail.ratio > 1.15) return 'all';
    return tail.deviations > 8 && tail.ratio > 1.5 ? 'tail' : null;
  });
  const certain = slower.findIndex((_, i) => isSecondOfThree(slower, i));
  if (certain < 0) return null;
  const first = slower.findIndex((item, i) => item !== null && i >= certain - 2);
  const since = watch.slice(first);
  return {
    since: watch[first]?.start ?? 0,
    windows: certain + 1,
    p95: median(since.map(({ p95 }) => p95)) ?? 0,
    p95Before: median(base.map(({ p95 }) => p95)) ?? 0,
    isTail: slower.slice(first, certain + 1).includes('tail'),
  };
}

type SlowdownKind = 'all' | 'tail' | null;

function isSecondOfThree(slower: readonly SlowdownKind[], i: number): boolean {
  return slower[i] !== null && slower.slice(Math.max(0, i - 2), i).some((entry) => entry !== null);
}

const isEnough = ({ count, p50, p95 }: ComparedWindow) => count >= fewestRequests && p50 > 0 && p95 > 0;

/** A standard deviation below 1 % is not plausible. */
const leastDeviation = 0.01;

function usualOf(values: readonly number[]) {
  const logarithms = values.map(Math.log);
  const middle = median(logarithms) ?? 0;
  const scale = Math.max(robustDeviation(logarithms, middle), leastDeviation);
  return (value: number) => {
    const above = Math.log(value) - middle;
    return { deviations: above / scale, ratio: Math.exp(above) };
  };
}
