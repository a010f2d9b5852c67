import type { ArmBelief, Belief } from './belief.ts';

const points = 40;

/**
 * The probability of each model to be the best of those believed about: in each explanation
 * P(m) = integral f_m(x) product over j != m of F_j(x) dx, at the midpoints of a grid over where the arms may lie.
 * A Thompson sampler chooses each model with just this probability.
 */
export function bestProbabilities(belief: Belief): readonly number[] {
  const probabilities = (belief[0]?.arms ?? []).map(() => 0);
  for (const { weight, arms } of belief) {
    const grid = gridOver(arms);
    const densities = arms.map((arm) => densityOf(arm, grid));
    const shares = sharesOf(densities);
    const sum = shares.reduce((total, share) => total + share, 0);
    shares.forEach((share, m) => {
      probabilities[m] = (probabilities[m] ?? 0) + (weight * share) / sum;
    });
  }
  return probabilities;
}

/** ln x and ln (1 - x) at the points. */
interface Grid {
  readonly log: Float64Array;
  readonly logRest: Float64Array;
}

/** Reaches four standard deviations around every Beta that matters. */
function gridOver(arms: readonly ArmBelief[]): Grid {
  let low = 1;
  let high = 0;
  for (const arm of arms)
    for (const { a, b, weight } of arm) {
      if (weight < 0.001) continue;
      const mean = a / (a + b);
      const reach = 4 * Math.sqrt((mean * (1 - mean)) / (a + b + 1));
      low = Math.min(low, mean - reach);
      high = Math.max(high, mean + reach);
    }
  low = Math.max(0, low);
  const step = (Math.min(1, high) - low) / points;
  const log = new Float64Array(points);
  const logRest = new Float64Array(points);
  for (let i = 0; i < points; i += 1) {
    const x = low + (i + 0.5) * step;
    log[i] = Math.log(x);
    logRest[i] = Math.log(1 - x);
  }
  return { log, logRest };
}

/** Of an arm, at the points; it adds up to 1. */
function densityOf(arm: ArmBelief, { log, logRest }: Grid): Float64Array {
  const total = new Float64Array(points);
  const density = new Float64Array(points);
  for (const { a, b, weight } of arm) {
    if (weight < 0.001) continue;
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < points; i += 1) {
      const here = (a - 1) * (log[i] as number) + (b - 1) * (logRest[i] as number);
      density[i] = here;
      if (here > largest) largest = here;
    }
    let sum = 0;
    for (let i = 0; i < points; i += 1) {
      const height = (density[i] as number) - largest;
      // Below e^-30 of the peak there is nothing to see.
      const here = height < -30 ? 0 : Math.exp(height);
      density[i] = here;
      sum += here;
    }
    const scale = weight / sum;
    for (let i = 0; i < points; i += 1) total[i] = (total[i] as number) + scale * (density[i] as number);
  }
  return total;
}

/** How often each arm is above all others, where equals share. */
function sharesOf(densities: readonly Float64Array[]): readonly number[] {
  const below = densities.map(() => 0);
  const shares = densities.map(() => 0);
  const upTo = densities.map(() => 0);
  for (let i = 0; i < points; i += 1) {
    let product = 1;
    for (let m = 0; m < densities.length; m += 1) {
      const here = densities[m]?.[i] ?? 0;
      // Half of a point's own density counts as below it; nothing is quite impossible.
      upTo[m] = Math.max((below[m] as number) + here / 2, 1e-12);
      below[m] = (below[m] as number) + here;
      product *= upTo[m] as number;
    }
    for (let m = 0; m < densities.length; m += 1)
      shares[m] = (shares[m] as number) + ((densities[m]?.[i] ?? 0) * product) / (upTo[m] as number);
  }
  return shares;
}
