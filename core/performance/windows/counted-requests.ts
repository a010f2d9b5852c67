import {
  type HistogramBucket,
  type KnownOfHistogram,
  sketchFromBuckets,
} from '../sketch/sketch-from-buckets.ts';
import { longestWindow, type WindowPart, windowStartOf } from './window-part.ts';

/** The requests to one endpoint that a process counted by their durations, in milliseconds, between two times. */
export interface CountedRequests extends KnownOfHistogram {
  readonly service: string;
  readonly endpoint: string;
  readonly version: string;
  /** `instance#series`: becomes the name of the batch, together with the times. */
  readonly series: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  /** HTTP status of all of them. */
  readonly status: number;
  readonly count: number;
  readonly sum: number;
  /** Ascending. */
  readonly buckets: readonly HistogramBucket[];
}

/** The part of the counted requests, `null` if there are none; or why they have none. */
export function partOfCounted(counted: CountedRequests, windowSeconds: number): WindowPart | string | null {
  const { service, endpoint, version, series, from, to, status, count, sum, buckets } = counted;
  // A pause without requests may be as long as it likes.
  if (count === 0) return null;
  if (to < from) return 'it ends before it begins';
  if (to - from > longestWindow) return 'it covers over five minutes; export more often';
  const spread = sketchFromBuckets(buckets, counted);
  if (!spread) return null;
  const ofStatus = (first: number) => (status >= first && status < first + 100 ? count : 0);
  return {
    service,
    endpoint,
    version,
    windowStart: windowStartOf(from, windowSeconds),
    from,
    to,
    batch: `${series}-${from.toString(36)}-${to.toString(36)}`,
    count,
    errors: ofStatus(500),
    redirects: ofStatus(300),
    rejections: ofStatus(400),
    sum,
    min: counted.min ?? spread.min,
    max: counted.max ?? spread.max,
    sketch: spread.sketch,
    memory: { rss: 0, heapUsed: 0 },
  };
}
