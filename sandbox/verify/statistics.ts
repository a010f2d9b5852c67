/** A mean ratio with its 95 % bootstrap interval. */
export interface RatioEstimate {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
}

const resamples = 2_000;

/** A shuffled copy (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const copy = [...items];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [copy[i], copy[j]];
    if (a !== undefined && b !== undefined) [copy[i], copy[j]] = [b, a];
  }
  return copy;
}

/**
 * The geometric mean of ratios given as logarithms, with a percentile bootstrap interval.
 *
 * @param logRatios at least one.
 */
export function estimateRatio(logRatios: readonly number[], random: () => number): RatioEstimate {
  const values = Float64Array.from(logRatios);
  const means = new Float64Array(resamples);
  for (let i = 0; i < resamples; i += 1) {
    let sum = 0;
    for (let j = 0; j < values.length; j += 1) sum += values[Math.floor(random() * values.length)] ?? 0;
    means[i] = sum / values.length;
  }
  means.sort();
  return {
    ratio: Math.exp(mean(logRatios)),
    low: Math.exp(quantile(means, 0.025)),
    high: Math.exp(quantile(means, 0.975)),
    pairs: logRatios.length,
  };
}

/** By linear interpolation between the two nearest of `sorted`, which must not be empty. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
