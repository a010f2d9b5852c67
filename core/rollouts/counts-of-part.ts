import { countAbove } from '../performance/sketch/sketch.ts';
import type { WindowPart } from '../performance/windows/window-part.ts';
import type { Thresholds } from './rollout.ts';
import type { RequestCounts } from './step-evidence.ts';

/** A request is stalled from this many times the tolerated p99 on. */
const stalledFrom = 3;

/** The counts of a part. @param thresholds without them, nothing is slow. */
export function countsOfPart(part: WindowPart, thresholds: Thresholds | undefined): RequestCounts {
  const { count: requests, errors, redirects = 0, rejections = 0 } = part;
  const statuses = { requests, errors, redirects, rejections };
  if (!thresholds) return { ...statuses, slower: [0, 0, 0], aboveQuartile: 0, stalled: 0, aboveLimit: 0 };
  const { quartile, tolerated, limit } = thresholds;
  const [p50, p90, p99] = tolerated;
  const above = (threshold: number) => countAbove(part.sketch, threshold);
  return {
    ...statuses,
    slower: [above(p50), above(p90), above(p99)],
    aboveQuartile: above(quartile),
    stalled: above(stalledFrom * p99),
    // Without a limit every request counts as above it, so that none is excluded.
    aboveLimit: limit === undefined ? requests : above(limit),
  };
}
