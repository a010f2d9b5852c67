import { type Cell, untried } from './profile.ts';

/**
 * How sure it is, in [0, 1], that `preferred` is really better than its most serious rival.
 *
 * Each model's true mean reward is taken as normal around the measured mean m, with the variance of a Beta
 * distribution that holds n' observations and a uniform prior: m (1 - m) / (n' + 3). An average that forgets at rate a
 * rests on no more than (2 - a) / a observations, the ratio of one reward's variance to that of the average in the long
 * run, so n' = min(n, (2 - a) / a). m (1 - m) counts as 0.01 at least: no streak makes a model certain.
 * With x the preferred model and y a rival, confidence = the least over y of Phi((m_x - m_y) / sqrt(v_x + v_y)).
 * With no rival tried, the rival is an unknown model: mean 0.5, variance 1/12.
 *
 * This compares pairs. It is not the probability of being the best of all.
 *
 * @param rate of forgetting, as in the profile.
 */
export function confidenceOf(preferred: Cell, rivals: readonly Cell[], rate: number): number {
  const rest = rivals.length > 0 ? rivals : [untried];
  return Math.min(...rest.map((rival) => probabilityBetter(preferred, rival, rate)));
}

function probabilityBetter(a: Cell, b: Cell, rate: number): number {
  return normalCdf((a.mean - b.mean) / Math.sqrt(varianceOf(a, rate) + varianceOf(b, rate)));
}

function varianceOf({ mean, count }: Cell, rate: number): number {
  return Math.max(mean * (1 - mean), 0.01) / (Math.min(count, (2 - rate) / rate) + 3);
}

/** Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17: error below 7.5e-8. */
function normalCdf(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z > 0 ? 1 - tail : tail;
}
