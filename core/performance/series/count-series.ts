import { Unavailable } from '../../errors.ts';
import type { CountedRequests } from '../windows/counted-requests.ts';
import { type Arrived, advance, arrivedIn, type SeriesContext } from './advance-series.ts';

/** What became of points. */
export interface SeriesCount {
  /** The number of requests that were added. */
  readonly added: number;
  /** Why points were not added, one reason for each. */
  readonly refusals: readonly string[];
}

const maxTries = 6;

/**
 * Adds what points of cumulative series count more than the points before them. The same point again adds nothing.
 * @param points of one service, in any order.
 * @throws Unavailable `store/busy`; what was added is not added again when the points are sent again.
 */
export async function countSeries(
  service: string,
  points: readonly CountedRequests[],
  context: SeriesContext,
): Promise<SeriesCount> {
  const kept: Arrived[] = [];
  for (const round of onePointEach(points.map(withoutEmptyBuckets)))
    kept.push(...(await countRound(service, round, context)));
  return {
    added: kept.reduce((sum, { next }) => sum + (next.growth?.count ?? 0), 0),
    refusals: kept.flatMap(({ next }) => next.refusal ?? []),
  };
}

const withoutEmptyBuckets = (point: CountedRequests): CountedRequests => ({
  ...point,
  buckets: point.buckets.filter(({ count }) => count > 0),
});

/** The earliest points of all series, then the second ones, and so on. */
function onePointEach(points: readonly CountedRequests[]): readonly (readonly CountedRequests[])[] {
  const ordered = points.toSorted((a, b) => a.to - b.to);
  const bySeries = [...Map.groupBy(ordered, ({ series }) => series).values()];
  const most = Math.max(0, ...bySeries.map((all) => all.length));
  return Array.from({ length: most }, (_, i) => bySeries.flatMap((all) => all.slice(i, i + 1)));
}

/** Counts points of different series; again where another export of the same series came first. */
async function countRound(
  service: string,
  points: readonly CountedRequests[],
  context: SeriesContext,
): Promise<readonly Arrived[]> {
  const kept: Arrived[] = [];
  let left = points;
  for (let tries = 1; left.length > 0; tries += 1) {
    if (tries > maxTries)
      throw new Unavailable('too many exports of the same series arrive at once; send this one again.', {
        code: 'store/busy',
      });
    const arrived = await arrivedIn(service, left, context);
    const overtaken = new Set(await advance(service, arrived, context));
    kept.push(...arrived.filter(({ point }) => !overtaken.has(point.series)));
    left = left.filter(({ series }) => overtaken.has(series));
  }
  return kept;
}
