import { longestWindow } from '../windows/window-part.ts';
import { growthBetween } from './growth.ts';
import type { SeriesPoint } from './ports.ts';

/** What a point that arrives means for its series. */
export interface NextStep {
  /** Whether it becomes the latest point. */
  readonly moves: boolean;
  /** What it adds; `null` if it adds nothing. */
  readonly growth: SeriesPoint | null;
  /** Why what it counts is not, or not all, added; `null` if it is, or was before. */
  readonly refusal: string | null;
}

/** Exporters of exponential histograms have 160 at most. */
const mostBuckets = 200;

/**
 * The step from the latest point of a series.
 *
 * A point that is not newer adds nothing: what it counts, the latest one counts, too. The first point of a series adds all of
 * its requests if it began within the length of a window, because then it is known when they were. Otherwise, and after
 * a gap, the point is only remembered, so that the next one adds what came after it.
 */
export function stepTo(point: SeriesPoint, latest: SeriesPoint | null): NextStep {
  const unusable = whyUnusable(point);
  if (unusable !== null) return { moves: false, growth: null, refusal: unusable };
  if (latest === null) return grow(point, begunBefore);
  if (point.to <= latest.to) return { moves: false, growth: null, refusal: null };
  const growth = growthBetween(latest, point);
  if (growth === null) return { moves: false, growth: null, refusal: noContinuation };
  return grow(growth, afterGap);
}

/** Adds the growth, unless it is not known when its requests were: then only the point is remembered. */
function grow(growth: SeriesPoint, tooLong: string): NextStep {
  const isKnown = growth.count === 0 || growth.to - growth.from <= longestWindow;
  return isKnown ? { moves: true, growth, refusal: null } : { moves: true, growth: null, refusal: tooLong };
}

const begunBefore =
  'it is the first of a series that began over five minutes before, so it is not known when its requests were; the next one counts';
const afterGap =
  'it covers over five minutes since the point before, so it is not known when its requests were; export more often';
const noContinuation =
  'it does not continue the point before, which has the same start: it counts less, or has other buckets; give each process its own service.instance.id';

function whyUnusable({ from, to, buckets }: SeriesPoint): string | null {
  if (from === 0) return 'it does not say since when it counts: it has no startTimeUnixNano';
  if (to < from) return 'it ends before it begins';
  if (buckets.length > mostBuckets) return `it has over ${mostBuckets} buckets with requests`;
  return buckets.some(({ low, high }) => low <= 0 && high === Infinity)
    ? 'it has no bounds of buckets, so nothing tells how long its latest requests took'
    : null;
}
