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
export interface Arrived {
  readonly point: CountedRequests;
  readonly latest: SeriesPoint | null;
  readonly next: NextStep;
}

/** What points of different series mean for these; what begins a series beyond the limit is refused. */
export async function arrivedIn(
  service: string,
  points: readonly CountedRequests[],
  context: SeriesContext,
): Promise<readonly Arrived[]> {
  const known = await context.series.latestOf(
    service,
    points.map((point) => point.series),
  );
  const arrived = points.map((point) => {
    const latest = known.get(point.series) ?? null;
    return { point, latest, next: stepTo(point, latest) };
  });
  return admitted(service, arrived, context);
}

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

/** Keeps what has arrived. Returns the series that have meanwhile moved on, of which nothing was kept. */
export async function advance(
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
  // A growth with requests is never longer than a window, so there is no reason against its part.
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
