import type { CountedRequests } from '../windows/counted-requests.ts';
import type { WindowPart } from '../windows/window-part.ts';

/** All that a process has counted in one series since it began to count, with the buckets that are not empty. */
export type SeriesPoint = Pick<CountedRequests, 'from' | 'to' | 'count' | 'sum' | 'min' | 'max' | 'buckets'>;

/** A series moves on to a newer point. */
export interface SeriesStep {
  /** Unique within its service. */
  readonly series: string;
  /** The end of the point that it moves on from, in milliseconds since 1970; `null`: it has none. */
  readonly after: number | null;
  readonly point: SeriesPoint;
  /** What was counted in between, if anything was. */
  readonly part: WindowPart | null;
}

/** Port: keeps the latest point of each series of a service. */
export interface SeriesStore {
  /** The latest points, by series; those of unknown series are absent. */
  latestOf(service: string, series: readonly string[]): Promise<ReadonlyMap<string, SeriesPoint>>;

  /** Whether the service may begin so many more series on that day (UTC); if so, they are counted. */
  admit(service: string, begun: number, now: number): Promise<boolean>;

  /**
   * Keeps point and part of each step together, or neither if the series has meanwhile moved on.
   * @param steps of different series.
   * @returns the steps of series that have moved on.
   * @throws Unavailable `store/busy`; some steps may have been kept.
   */
  advance(service: string, steps: readonly SeriesStep[]): Promise<readonly SeriesStep[]>;
}

/** A start of a process begins each of its series again, so the limit allows 200 starts of 100 series. */
export const mostNewSeries = 20_000;
