import { mean } from './mean.ts';
import { quantile } from './quantile.ts';

/** A mean ratio with its 95 % bootstrap interval. */
export interface RatioEstimate {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly pairs: number;
}

const resamples = 2_000;

/**
 * The geometric mean of ratios given as natural logarithms, with a percentile bootstrap interval.
 *
 * @param logRatios at least one.
 * @param random uniform in [0, 1).
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
