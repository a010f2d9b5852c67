/*
 * Counts in buckets whose edges grow by a constant factor. Bucket k holds the values v with edge(k - 1) < v <=
 * edge(k), edge(k) = gamma^k, gamma = (1 + a) / (1 - a); its representative 2 gamma^k / (1 + gamma) is within the
 * relative error a of all of them. As in C. Masson, J. E. Rim, H. K. Lee, "DDSketch", PVLDB 12 (2019).
 */

/** Maximum relative error of a quantile. */
export const relativeError = 0.01;

const growthOf = (error: number) => (1 + error) / (1 - error);
const gamma = growthOf(relativeError);
const perLogarithm = 1 / Math.log(gamma);

/** The buckets of nearly all real values, from a nanosecond to a year in ms: their edges and counts are in tables. */
const least = -700;
const most = 1_300;
const edges = Float64Array.from({ length: most - least + 1 }, (_, i) => gamma ** (least + i));

/**
 * A distribution of non-negative values. Two sketches of the same values have equal fields. A report holds tens of
 * thousands of sketches, so each is two plain tables.
 */
export interface Sketch {
  /** Number of values that are exactly 0. */
  readonly zeros: number;
  /** In ascending order. */
  readonly buckets: Int32Array;
  /** Number of values in the bucket at the same index: at least one. */
  readonly counts: Float64Array;
}

export const emptySketch: Sketch = { zeros: 0, buckets: new Int32Array(), counts: new Float64Array() };

/** @throws RangeError for a value that is negative or not finite. */
export function sketchOf(values: Iterable<number>): Sketch {
  const counter = new BucketCounter();
  for (const value of values) {
    if (!(value >= 0 && value < Infinity))
      throw new RangeError(`a sketch takes finite values from 0, not ${value}`);
    if (value === 0) counter.zeros += 1;
    else counter.add(bucketOf(value), 1);
  }
  return counter.sketch();
}

/** The sketch of all values of these sketches. */
export function merge(sketches: readonly Sketch[]): Sketch {
  const [first = emptySketch] = sketches;
  if (sketches.length < 2) return first;
  const counter = new BucketCounter();
  for (const { zeros, buckets, counts } of sketches) {
    counter.zeros += zeros;
    for (let i = 0; i < buckets.length; i += 1) counter.add(buckets[i] as number, counts[i] as number);
  }
  return counter.sketch();
}

/** Adds `count` values of one bucket. */
export function sketchAt(bucket: number, count: number): Sketch {
  return { zeros: 0, buckets: Int32Array.of(bucket), counts: Float64Array.of(count) };
}

/** So many zeros. */
export function sketchOfZeros(count: number): Sketch {
  return { ...emptySketch, zeros: count };
}

/** Adds `count` values of a bucket of a sketch with another relative error, at that bucket's representative. */
export function sketchOfBucket(bucket: number, count: number, error: number): Sketch {
  const growth = growthOf(error);
  return sketchAt(bucketOf((2 * growth ** bucket) / (1 + growth)), count);
}

/** Zeroed tables that the next counter reuses: one table is larger than most sketches. */
const tables: Float64Array[] = [];

/** Counts values by bucket while more values arrive. */
class BucketCounter {
  zeros = 0;
  #lowest = most + 1;
  #highest = least - 1;
  readonly #usual = tables.pop() ?? new Float64Array(most - least + 1);
  readonly #unusual = new Map<number, number>();

  add(bucket: number, count: number): void {
    if (bucket < least || bucket > most) {
      this.#unusual.set(bucket, (this.#unusual.get(bucket) ?? 0) + count);
      return;
    }
    this.#usual[bucket - least] = (this.#usual[bucket - least] as number) + count;
    if (bucket < this.#lowest) this.#lowest = bucket;
    if (bucket > this.#highest) this.#highest = bucket;
  }

  /** Ends counting. */
  sketch(): Sketch {
    const unusual = [...this.#unusual].sort(([a], [b]) => a - b);
    let length = unusual.length;
    for (let bucket = this.#lowest; bucket <= this.#highest; bucket += 1)
      if (this.#usual[bucket - least] !== 0) length += 1;
    const buckets = new Int32Array(length);
    const counts = new Float64Array(length);
    let place = 0;
    const put = (bucket: number, count: number) => {
      buckets[place] = bucket;
      counts[place] = count;
      place += 1;
    };
    for (const [bucket, count] of unusual) if (bucket < least) put(bucket, count);
    for (let bucket = this.#lowest; bucket <= this.#highest; bucket += 1) {
      const count = this.#usual[bucket - least] as number;
      if (count !== 0) put(bucket, count);
    }
    for (const [bucket, count] of unusual) if (bucket > most) put(bucket, count);
    if (this.#lowest <= this.#highest) this.#usual.fill(0, this.#lowest - least, this.#highest - least + 1);
    tables.push(this.#usual);
    return { zeros: this.zeros, buckets, counts };
  }
}

/** Number of values in the sketch. */
export function countOf({ zeros, counts }: Sketch): number {
  let sum = zeros;
  for (let i = 0; i < counts.length; i += 1) sum += counts[i] as number;
  return sum;
}

/**
 * The value at rank floor(q (n - 1)) of the n values in ascending order, within {@link relativeError}; 0 if there are
 * none.
 * @param q in [0, 1].
 */
export function quantile(sketch: Sketch, q: number): number {
  return quantiles(sketch, [q])[0] ?? 0;
}

/**
 * The quantiles of several shares at once.
 * @param shares ascending, in [0, 1].
 */
export function quantiles(sketch: Sketch, shares: readonly number[]): readonly number[] {
  const { zeros, buckets, counts } = sketch;
  const last = countOf(sketch) - 1;
  let below = zeros;
  let place = -1;
  return shares.map((share) => {
    const rank = Math.floor(share * last);
    while (rank >= below && place < counts.length - 1) {
      place += 1;
      below += counts[place] as number;
    }
    return place < 0 ? 0 : (2 * edge(buckets[place] as number)) / (1 + gamma);
  });
}

/**
 * The bucket edge nearest to `threshold`, which must be positive: at most {@link relativeError} away.
 * @internal Tests use it.
 */
export function snap(threshold: number): number {
  return edge(nearestEdge(threshold));
}

/** The exact number of values above `snap(threshold)`. */
export function countAbove({ buckets, counts }: Sketch, threshold: number): number {
  const last = nearestEdge(threshold);
  let sum = 0;
  for (let i = buckets.length - 1; i >= 0 && (buckets[i] as number) > last; i -= 1)
    sum += counts[i] as number;
  return sum;
}

/** The largest value of the bucket. */
export function edge(bucket: number): number {
  return bucket >= least && bucket <= most ? (edges[bucket - least] as number) : gamma ** bucket;
}

function nearestEdge(threshold: number): number {
  return Math.round(Math.log(threshold) / Math.log(gamma));
}

/**
 * The bucket of a positive value. Because the logarithm rounds, it may give the neighbor near an edge; the comparison
 * with the edges decides.
 */
export function bucketOf(value: number): number {
  // Below 1 the ceiling may be -0, which is the same bucket as 0.
  const near = Math.ceil(Math.log(value) * perLogarithm) + 0;
  if (value > edge(near)) return near + 1;
  return value <= edge(near - 1) ? near - 1 : near;
}
