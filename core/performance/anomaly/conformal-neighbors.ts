import { whitening } from '../../numbers/whitening.ts';
import { RecentPercentile } from './recent-percentile.ts';

/** Number of latest values that make one item. */
const length = 6;
const neighbors = 27;
/** Number of reference items, and of items that a new one is compared with: memory is constant. */
const mostItems = 750;
/** With fewer items, every score is 0. */
const fewestItems = 120;
const nobody = -1;

/**
 * Scores how unusual the last few values of a series are together: conformal anomaly detection with the distance to
 * the nearest neighbors as the nonconformity measure (E. Burnaev, V. Ishimtsev, "Conformalized density- and
 * distance-based anomaly detection in time-series data", 2016). Needs no prior knowledge of the series; learns what
 * is usual from its values.
 *
 * Constant memory per series, and constant work per value: about 10,000 multiplications.
 */
export class ConformalNeighbors {
  readonly #latest: number[] = [];
  /** Oldest first; the first half are the reference items. */
  #items: Float64Array[] = [];
  /** The nonconformity of the latest items at the time they were added. */
  #shares = new RecentPercentile(1, 1);
  #known = 0;
  #whiten: (item: Float64Array) => Float64Array = (item) => item;
  #sinceLearned = 0;
  /** All items in one table. */
  #learned = new Float64Array();

  /** @returns in [0, 1]: the share of recent items that were more usual; 0 while there are too few items. */
  next(value: number): number {
    this.#latest.push(value);
    if (this.#latest.length > length) this.#latest.shift();
    if (this.#latest.length < length) return 0;
    const item = Float64Array.from(this.#latest);
    const unusual = this.#compare(item);
    this.#remember(item);
    return unusual;
  }

  #compare(item: Float64Array): number {
    if (this.#items.length < fewestItems) return 0;
    if (this.#sinceLearned >= this.#learned.length / length / 2) this.#learnAgain();
    this.#sinceLearned += 1;
    return this.#shares.next(this.#nonconformity(this.#whiten(item), nobody));
  }

  /** The reference is the older half, so that the items compared with it are not part of it. */
  #learnAgain(): void {
    const half = Math.min(mostItems, Math.max(fewestItems, Math.floor(this.#items.length / 2)));
    const older = this.#items.slice(0, half);
    this.#whiten = whitening(older);
    this.#learned = new Float64Array(half * length);
    for (const [i, item] of older.entries()) this.#learned.set(this.#whiten(item), i * length);
    this.#sinceLearned = 0;
    if (half > this.#known) {
      // The number of reference items grows, and so does the number that a new item is compared with.
      this.#shares = new RecentPercentile(1, half);
      for (let place = 0; place < this.#learned.length; place += length)
        this.#shares.next(this.#nonconformity(this.#learned.subarray(place, place + length), place));
      this.#known = half;
    }
  }

  /** The sum of the distances to the nearest items, except the item at `itself`. */
  #nonconformity(item: Float64Array, itself: number): number {
    const nearest = new Float64Array(neighbors).fill(Infinity);
    const learned = this.#learned;
    let sum = 0;
    for (let other = 0; other < learned.length; other += length) {
      const farthest = nearest[neighbors - 1] as number;
      const distance = squaredDistance(item, learned, other);
      if (distance < farthest && other !== itself) insert(nearest, distance);
    }
    for (const distance of nearest) if (distance < Infinity) sum += distance;
    return sum;
  }

  #remember(item: Float64Array): void {
    this.#items.push(item);
    if (this.#items.length > 2 * mostItems) this.#items.shift();
  }
}

/** @param place index in `items` at which the other item begins. */
function squaredDistance(item: Float64Array, items: Float64Array, place: number): number {
  let sum = 0;
  for (let i = length - 1; i >= 0; i -= 1) {
    const difference = (item[i] as number) - (items[place + i] as number);
    sum += difference * difference;
  }
  return sum;
}

/** Inserts it into ascending distances and drops the last. */
function insert(ascending: Float64Array, value: number): void {
  let place = ascending.length - 1;
  while (place > 0 && (ascending[place - 1] as number) > value) {
    ascending[place] = ascending[place - 1] as number;
    place -= 1;
  }
  ascending[place] = value;
}
