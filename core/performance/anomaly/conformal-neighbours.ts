import { Shares } from './shares.ts';
import { whitening } from './whitening.ts';

/** Values that make one item: the last so many. */
const length = 6;
const neighbours = 27;
/** Items that are learned from, and as many again that a new one is compared with: memory is constant. */
const mostItems = 750;
/** Before so many items nothing is said. */
const fewestItems = 120;

/**
 * Says of each value of a series how unusual the last few are together: conformal anomaly detection with the distance to
 * the nearest neighbours as the measure of nonconformity (E. Burnaev, V. Ishimtsev, "Conformalized density- and
 * distance-based anomaly detection in time-series data", 2016). Nothing is known of the series in advance; what is
 * usual is learned as it goes.
 *
 * Constant memory a series, and work a value: some 10,000 multiplications.
 */
export class ConformalNeighbours {
  readonly #latest: number[] = [];
  /** Oldest first; the first half is learned from. */
  #items: Float64Array[] = [];
  /** The nonconformity of the latest items, when they came. */
  #shares = new Shares(1, 1);
  #known = 0;
  #whiten: (item: Float64Array) => Float64Array = (item) => item;
  #sinceLearned = 0;
  #learned: Float64Array[] = [];

  /** @returns in [0, 1]: the share of recent items that were more usual; 0 while too little is known. */
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
    if (this.#sinceLearned >= this.#learned.length / 2) this.#learnAnew();
    this.#sinceLearned += 1;
    return this.#shares.next(this.#nonconformity(this.#whiten(item), null));
  }

  /** What is learned from is the older half, so that what is compared with is new to it. */
  #learnAnew(): void {
    const half = Math.min(mostItems, Math.max(fewestItems, Math.floor(this.#items.length / 2)));
    const older = this.#items.slice(0, half);
    this.#whiten = whitening(older);
    this.#learned = older.map((item) => this.#whiten(item));
    this.#sinceLearned = 0;
    if (half > this.#known) {
      // More is learned from than before: what a new item is compared with grows alike.
      this.#shares = new Shares(1, half);
      for (const item of this.#learned) this.#shares.next(this.#nonconformity(item, item));
      this.#known = half;
    }
  }

  /** The sum of the distances to the nearest items, without itself. */
  #nonconformity(item: Float64Array, itself: Float64Array | null): number {
    const nearest: number[] = [];
    let farthest = Number.POSITIVE_INFINITY;
    for (const other of this.#learned) {
      if (other === itself) continue;
      const distance = squaredDistance(item, other, farthest);
      if (distance >= farthest) continue;
      insert(nearest, distance);
      if (nearest.length > neighbours) nearest.pop();
      if (nearest.length === neighbours) farthest = nearest.at(-1) ?? farthest;
    }
    return nearest.reduce((sum, distance) => sum + distance, 0);
  }

  #remember(item: Float64Array): void {
    this.#items.push(item);
    if (this.#items.length > 2 * mostItems) this.#items.shift();
  }
}

/** Stops early where it is beyond `most` already. */
function squaredDistance(a: Float64Array, b: Float64Array, most: number): number {
  let sum = 0;
  for (let i = a.length - 1; i >= 0 && sum < most; i -= 1) {
    const difference = (a[i] as number) - (b[i] as number);
    sum += difference * difference;
  }
  return sum;
}

function insert(ascending: number[], value: number): void {
  let place = ascending.length;
  while (place > 0 && (ascending[place - 1] as number) > value) place -= 1;
  ascending.splice(place, 0, value);
}
