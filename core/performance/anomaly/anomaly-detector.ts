import { ConformalNeighbors } from './conformal-neighbors.ts';
import { RecentPercentile } from './recent-percentile.ts';
import { Residual } from './residual.ts';

/** From this score on a value is news. */
export const begins = 0.995;
/** For so many values after one, only what is twice as unusual counts: an incident is told of once. */
const rest = 120;
const again = 0.5;
const whileResting = 0.5;
const remembered = 2_000;
const fewest = 100;
/** No share is certain: it keeps the logarithm finite. */
const doubt = 1e-6;

/**
 * Says of each value of a series how unusual it is, from what came before it alone; the range of the values need not be
 * known. Two views are brought together: whether the last few values were ever like this (`ConformalNeighbors`), and how
 * far the value is from its level and from what is usual at this time of day (`Residual`). Each says which share of the
 * recent past was more usual; the evidence of both, -ln(1 - share), is averaged, as in Fisher's method.
 *
 * Constant memory a series.
 */
export class AnomalyDetector {
  readonly #neighbors = new ConformalNeighbors();
  readonly #residual = new Residual();
  readonly #deviations = new RecentPercentile(fewest, remembered);
  #resting = 0;
  /** The score that began the rest. */
  #told = 0;

  /**
   * @param value finite.
   * @param at seconds since 1970.
   * @returns in [0, 1).
   */
  next(value: number, at: number): number {
    const shares = [this.#neighbors.next(value), this.#deviations.next(this.#residual.next(value, at))];
    const evidence = shares.reduce((sum, share) => sum - Math.log(1 - share + doubt), 0) / shares.length;
    const score = Math.max(0, 1 - Math.exp(-evidence));
    const isNews = this.#resting === 0 || 1 - score < again * (1 - this.#told);
    if (!isNews) {
      this.#resting -= 1;
      return Math.min(score, whileResting);
    }
    this.#resting = rest;
    this.#told = score;
    return score;
  }
}
