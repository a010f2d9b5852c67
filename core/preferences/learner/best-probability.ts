import { densityOf, points } from './density.ts';
import type { Posterior } from './posterior.ts';

/**
 * The probability that each model is the best: in each hypothesis P(m) = integral f_m(x) product over j != m of
 * F_j(x) dx, at the midpoints of a grid over [0, 1]. A Thompson sampler chooses each model with just this
 * probability.
 */
export function bestProbabilities(posterior: Posterior): readonly number[] {
  const probabilities = (posterior[0]?.arms ?? []).map(() => 0);
  for (const { weight, arms } of posterior) {
    const shares = sharesOf(arms.map(densityOf));
    const sum = shares.reduce((total, share) => total + share, 0);
    shares.forEach((share, m) => {
      probabilities[m] = (probabilities[m] ?? 0) + (weight * share) / sum;
    });
  }
  return probabilities;
}

/** How often each arm is above all others; ties are shared. */
function sharesOf(densities: readonly Float64Array[]): readonly number[] {
  const below = densities.map(cumulative);
  const allBelow = new Float64Array(points).fill(1);
  for (const upTo of below)
    for (let i = 0; i < points; i += 1) allBelow[i] = (allBelow[i] as number) * (upTo[i] as number);
  return densities.map((density, m) => {
    const upTo = below[m] as Float64Array;
    let share = 0;
    for (let i = 0; i < points; i += 1)
      share += ((density[i] as number) * (allBelow[i] as number)) / (upTo[i] as number);
    return share;
  });
}

/** The probability below each point, counting half of the point itself. No value is exactly 0. */
function cumulative(density: Float64Array): Float64Array {
  const upTo = new Float64Array(points);
  let before = 0;
  for (let i = 0; i < points; i += 1) {
    const here = density[i] as number;
    upTo[i] = Math.max(before + here / 2, 1e-12);
    before += here;
  }
  return upTo;
}
