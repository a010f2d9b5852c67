import { bucketOf, edge, merge, type Sketch, sketchAt, sketchOfZeros } from './sketch.ts';

/** Another system's summary of a distribution of non-negative values. */
export interface QuantileSummary {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  /** Shares in [0, 1] and their values, by ascending share. */
  readonly quantiles: readonly (readonly [share: number, value: number])[];
}

interface Anchor {
  readonly rank: number;
  readonly value: number;
}

/**
 * A sketch of `count` values that has these quantiles, within its error, from `min` to `max`. Values between two
 * known ranks are spread evenly over the logarithm. This is a guess: a count above a threshold between two quantiles
 * is accurate only to within the requests between them.
 *
 * If the summary contradicts itself, `min` and `max` win, and of two quantiles the one with the lower share.
 * @throws RangeError for a count that is not a whole number, and for values that are negative or not finite.
 */
export function sketchFromQuantiles(summary: QuantileSummary): Sketch {
  refuseNonsense(summary);
  const anchors = anchorsOf(summary);
  return merge(
    anchors.flatMap((anchor, i) => {
      const next = anchors[i + 1];
      return [held(anchor.value, 1), ...(next ? between(anchor, next) : [])];
    }),
  );
}

/** Known values by rank, 0 to count - 1; ranks ascend, values never fall. */
function anchorsOf({ count, min, max, quantiles }: QuantileSummary): readonly Anchor[] {
  if (count === 0) return [];
  const anchors: Anchor[] = [{ rank: 0, value: min }];
  let last = { rank: 0, value: min };
  for (const [share, value] of quantiles.toSorted(([a], [b]) => a - b)) {
    const rank = Math.floor(share * (count - 1));
    if (rank <= last.rank || rank >= count - 1) continue;
    last = { rank, value: Math.max(last.value, Math.min(value, max)) };
    anchors.push(last);
  }
  return count === 1 ? anchors : [...anchors, { rank: count - 1, value: Math.max(max, min) }];
}

/** Adds the values strictly between two known ones bucket by bucket, so that a million values cost no more than ten. */
function between(low: Anchor, high: Anchor): readonly Sketch[] {
  const gap = high.rank - low.rank;
  const inner = gap - 1;
  if (inner === 0) return [];
  if (high.value === low.value) return [held(low.value, inner)];
  const first = low.value > 0 ? bucketOf(low.value) : bucketOf(high.value / gap);
  const last = bucketOf(high.value);
  const pieces: Sketch[] = [];
  let placed = 0;
  for (let bucket = first; bucket < last; bucket += 1) {
    const below = Math.min(inner, Math.floor(gap * shareOfWay(edge(bucket), low.value, high.value)));
    if (below > placed) pieces.push(sketchAt(bucket, below - placed));
    placed = Math.max(placed, below);
  }
  return placed < inner ? [...pieces, sketchAt(last, inner - placed)] : pieces;
}

/** Position of `value` between low and high on a logarithmic scale; from 0, which has no logarithm, on a linear scale. */
function shareOfWay(value: number, low: number, high: number): number {
  return low > 0 ? Math.log(value / low) / Math.log(high / low) : value / high;
}

function held(value: number, count: number): Sketch {
  return value === 0 ? sketchOfZeros(count) : sketchAt(bucketOf(value), count);
}

function refuseNonsense({ count, min, max, quantiles }: QuantileSummary): void {
  if (!Number.isInteger(count) || count < 0)
    throw new RangeError(`a sketch holds a whole number of values, not ${count}`);
  for (const value of [min, max, ...quantiles.map(([, at]) => at)])
    if (!(value >= 0 && value < Infinity))
      throw new RangeError(`a sketch takes finite values from 0, not ${value}`);
}
