/** Ranks a number among the latest ones. */
export class RecentPercentile {
  readonly #latest: number[] = [];
  readonly #fewest: number;
  readonly #most: number;

  /**
   * @param fewest minimum count of numbers for a rank.
   * @param most maximum count of numbers kept.
   */
  constructor(fewest: number, most: number) {
    this.#fewest = fewest;
    this.#most = most;
  }

  /** The share of the latest numbers that are smaller, in [0, 1). Among numbers larger than all of them, the larger number gets the larger share. */
  next(value: number): number {
    const share = this.#latest.length < this.#fewest ? 0 : this.#shareOf(value);
    this.#latest.push(value);
    if (this.#latest.length > this.#most) this.#latest.shift();
    return share;
  }

  #shareOf(value: number): number {
    let below = 0;
    let largest = 0;
    for (const item of this.#latest) {
      if (item < value) below += 1;
      if (item > largest) largest = item;
    }
    const beyond = value > largest ? 1 - largest / value : 0;
    return (below + beyond) / (this.#latest.length + 1);
  }
}
