import { ConformalNeighbors } from './conformal-neighbors.ts';
import { RecentPercentile } from './recent-percentile.ts';
import { Residual } from './residual.ts';

/** A value with at least this score is reported. */
export const begins = 0.995;
/** For this many values after a reported one, only a value twice as unusual is reported: one report per incident. */
const rest = 120;
const again = 0.5;
const whileResting = 0.5;
const remembered = 2_000;
const fewest = 100;
/** Upper limit of a share, because none is certain: keeps the logarithm finite. */
const doubt = 1e-6;

/**
 * Scores how unusual each value of a series is, from earlier values only; the range of the values need not be known.
 * Combines two views: whether the last few values were ever like this (`ConformalNeighbors`), and how far the value
 * is from its level and from the usual value at this time of day (`Residual`). Each gives the share of the recent
 * past that was more usual; the evidence of both, -ln(1 - share), is averaged, as in Fisher's method.
 *
 * Constant memory per series.
 */
export class AnomalyDetector {
  readonly #neighbors = new ConformalNeighbors();
  readonly #residual = new Residual();
  readonly #deviations = new RecentPercentile(fewest, remembered);
  #resting = 0;
  /** The score of the reported value that began the quiet period. */
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
