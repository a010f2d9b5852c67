/*
 * Counts in buckets whose edges grow by a constant factor. Bucket k holds the values v with edge(k - 1) < v <= edge(k),
 * edge(k) = gamma^k, gamma = (1 + a) / (1 - a); its representative 2 gamma^k / (1 + gamma) is within the share a of all
 * of them. As in C. Masson, J. E. Rim, H. K. Lee, "DDSketch", PVLDB 12 (2019).
 */

/** How far a quantile may lie from the true one, as a share of it. */
export const relativeError = 0.01;

const growthOf = (error: number) => (1 + error) / (1 - error);
const gamma = growthOf(relativeError);
const perLogarithm = 1 / Math.log(gamma);

/** The buckets of nearly all values that there are, a nanosecond to a year in ms: their edges and counts lie in tables. */
const least = -700;
const most = 1_300;
const edges = Float64Array.from({ length: most - least + 1 }, (_, i) => gamma ** (least + i));

/** A distribution of non-negative values. Of two sketches with the same values both fields are equal. */
export interface Sketch {
  /** How many values were exactly 0. */
  readonly zeros: number;
  /** Bucket and how many values lie in it, by bucket; no bucket is empty. */
  readonly buckets: readonly (readonly [bucket: number, count: number])[];
}

export const emptySketch: Sketch = { zeros: 0, buckets: [] };

/** @throws RangeError for a value that is negative or not finite. */
export function sketchOf(values: Iterable<number>): Sketch {
  let zeros = 0;
  let lowest = most + 1;
  let highest = least - 1;
  const usual = new Float64Array(most - least + 1);
  const unusual = new Map<number, number>();
  for (const value of values) {
    if (!(value >= 0 && value < Infinity))
      throw new RangeError(`a sketch takes finite values from 0, not ${value}`);
    if (value === 0) {
      zeros += 1;
      continue;
    }
    const bucket = bucketOf(value);
    if (bucket < least || bucket > most) {
      increase(unusual, bucket, 1);
      continue;
    }
    usual[bucket - least] = (usual[bucket - least] as number) + 1;
    if (bucket < lowest) lowest = bucket;
    if (bucket > highest) highest = bucket;
  }
  const buckets: [number, number][] = [...unusual];
  for (let bucket = lowest; bucket <= highest; bucket += 1) {
    const count = usual[bucket - least] as number;
    if (count > 0) buckets.push([bucket, count]);
  }
  return { zeros, buckets: unusual.size === 0 ? buckets : buckets.sort(([a], [b]) => a - b) };
}

/** The sketch with one value more. For many values, {@link sketchOf} and {@link merge} are faster. */
export function add(sketch: Sketch, value: number): Sketch {
  return merge([sketch, sketchOf([value])]);
}

/** The sketch of all values of all these sketches. */
export function merge(sketches: Iterable<Sketch>): Sketch {
  let zeros = 0;
  const counts = new Map<number, number>();
  for (const sketch of sketches) {
    zeros += sketch.zeros;
    for (const [bucket, count] of sketch.buckets) increase(counts, bucket, count);
  }
  return { zeros, buckets: sorted(counts) };
}

/** So many values of a bucket of a sketch with another error: they lie at its representative. */
export function sketchOfBucket(bucket: number, count: number, error: number): Sketch {
  const growth = growthOf(error);
  return { zeros: 0, buckets: [[bucketOf((2 * growth ** bucket) / (1 + growth)), count]] };
}

/** How many values it holds. */
export function countOf({ zeros, buckets }: Sketch): number {
  return buckets.reduce((sum, [, count]) => sum + count, zeros);
}

/**
 * The value at rank floor(q (n - 1)) of the n values in ascending order, within {@link relativeError}; 0 where there
 * are none.
 * @param q in [0, 1].
 */
export function quantile(sketch: Sketch, q: number): number {
  const rank = Math.floor(q * (countOf(sketch) - 1));
  let below = sketch.zeros;
  if (rank < below) return 0;
  for (const [bucket, count] of sketch.buckets) {
    below += count;
    if (rank < below) return (2 * edge(bucket)) / (1 + gamma);
  }
  return 0;
}

/** The bucket edge nearest to `threshold`, which must be positive: at most {@link relativeError} away. */
export function snap(threshold: number): number {
  return edge(nearestEdge(threshold));
}

/** How many values are above `snap(threshold)`, exactly. */
export function countAbove({ buckets }: Sketch, threshold: number): number {
  const last = nearestEdge(threshold);
  return buckets.reduce((sum, [bucket, count]) => (bucket > last ? sum + count : sum), 0);
}

/** The greatest value that lies in the bucket. */
export function edge(bucket: number): number {
  return bucket >= least && bucket <= most ? (edges[bucket - least] as number) : gamma ** bucket;
}

function nearestEdge(threshold: number): number {
  return Math.round(Math.log(threshold) / Math.log(gamma));
}

/**
 * The bucket of a positive value. The logarithm rounds: beside an edge it may name the neighbour, and the comparison
 * with the edges decides.
 */
export function bucketOf(value: number): number {
  // Below 1 the ceiling may be -0, which is no other bucket than 0.
  const near = Math.ceil(Math.log(value) * perLogarithm) + 0;
  if (value > edge(near)) return near + 1;
  return value <= edge(near - 1) ? near - 1 : near;
}

function increase(counts: Map<number, number>, bucket: number, by: number): void {
  counts.set(bucket, (counts.get(bucket) ?? 0) + by);
}

function sorted(counts: ReadonlyMap<number, number>): Sketch['buckets'] {
  return [...counts].sort(([a], [b]) => a - b);
}
