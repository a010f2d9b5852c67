import { Unavailable } from '../../errors.ts';
import { markLateHours, type PartStores } from '../rollups/keep-parts.ts';
import { type CountedRequests, partOfCounted } from '../windows/counted-requests.ts';
import { type NextStep, stepTo } from './next-step.ts';
import { mostNewSeries, type SeriesPoint, type SeriesStep, type SeriesStore } from './ports.ts';

export interface SeriesContext extends Pick<PartStores, 'rollups'> {
  readonly series: SeriesStore;
  readonly windowSeconds: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A point of a cumulative series, with what it means for it. */
interface Arrived {
  readonly point: CountedRequests;
  readonly latest: SeriesPoint | null;
  readonly next: NextStep;
}

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
    const arrived = await admitted(service, await arrivedIn(service, left, context), context);
    const overtaken = new Set(await advance(service, arrived, context));
    kept.push(...arrived.filter(({ point }) => !overtaken.has(point.series)));
    left = left.filter(({ series }) => overtaken.has(series));
  }
  return kept;
}

async function arrivedIn(
  service: string,
  points: readonly CountedRequests[],
  { series }: SeriesContext,
): Promise<readonly Arrived[]> {
  const known = await series.latestOf(
    service,
    points.map((point) => point.series),
  );
  return points.map((point) => {
    const latest = known.get(point.series) ?? null;
    return { point, latest, next: stepTo(point, latest) };
  });
}

/** The same, without the new series that are too many. */
async function admitted(
  service: string,
  arrived: readonly Arrived[],
  { series, now }: SeriesContext,
): Promise<readonly Arrived[]> {
  const isNew = ({ latest, next }: Arrived) => latest === null && next.moves;
  const begun = arrived.filter(isNew).length;
  if (begun === 0 || (await series.admit(service, begun, now))) return arrived;
  const tooMany = { moves: false, growth: null, refusal: limitReached };
  return arrived.map((one) => (isNew(one) ? { ...one, next: tooMany } : one));
}

const limitReached = `the service began over ${mostNewSeries} series on this day; send fewer attributes, or delta temporality`;

/** Returns the series that have meanwhile moved on. */
async function advance(
  service: string,
  arrived: readonly Arrived[],
  { series, rollups, windowSeconds, now }: SeriesContext,
): Promise<readonly string[]> {
  const steps = arrived.flatMap((one) => stepsOf(one, windowSeconds));
  const parts = steps.flatMap(({ part }) => part ?? []);
  // Before, because a repetition of the message adds nothing; and after, because a rollup may have come in between.
  await markLateHours(parts, { now, stage: 'before' }, rollups);
  const overtaken = await series.advance(service, steps);
  await markLateHours(parts, { now, stage: 'after' }, rollups);
  return overtaken.map((step) => step.series);
}

function stepsOf({ point, latest, next }: Arrived, windowSeconds: number): readonly SeriesStep[] {
  if (!next.moves) return [];
  const { from, to, count, sum, min, max, buckets } = point;
  const part = next.growth && partOfCounted({ ...point, ...next.growth }, windowSeconds);
  // A growth is never longer than a window, so it has a part.
  if (typeof part === 'string') return [];
  return [
    {
      series: point.series,
      after: latest?.to ?? null,
      point: { from, to, count, sum, min, max, buckets },
      part,
    },
  ];
}
