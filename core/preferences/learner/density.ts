import type { Beta } from './beta.ts';

/** The posterior of the expected reward of one model: a mixture of Betas, each with its probability. */
export type BetaMixture = readonly (Beta & { readonly weight: number })[];

/** Midpoints of the grid. Two narrow densities closer together than 1/64 are hard to tell apart. */
export const points = 64;
const logs = Float64Array.from({ length: points }, (_, i) => Math.log((i + 0.5) / points));
const logsOfRest = Float64Array.from({ length: points }, (_, i) => Math.log(1 - (i + 0.5) / points));

/** Densities that many users share; all others are needed once. */
const kept = new WeakMap<BetaMixture, Float64Array | null>();

/** Caches the density of this mixture: it is the same for every user who has not rated the model. */
export function keepDensityOf(arm: BetaMixture): void {
  kept.set(arm, null);
}

/** The probability of each point. */
export function densityOf(arm: BetaMixture): Float64Array {
  const known = kept.get(arm);
  if (known) return known;
  const density = workOut(arm);
  if (known === null) kept.set(arm, density);
  return density;
}

function workOut(arm: BetaMixture): Float64Array {
  const total = new Float64Array(points);
  const density = new Float64Array(points);
  for (const { a, b, weight } of arm) {
    if (weight < 0.001) continue;
    let largest = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < points; i += 1) {
      const height = (a - 1) * (logs[i] as number) + (b - 1) * (logsOfRest[i] as number);
      density[i] = height;
      if (height > largest) largest = height;
    }
    let sum = 0;
    for (let i = 0; i < points; i += 1) {
      const height = (density[i] as number) - largest;
      // Below e^-30 of the peak the density does not matter.
      const here = height < -30 ? 0 : Math.exp(height);
      density[i] = here;
      sum += here;
    }
    const scale = weight / sum;
    for (let i = 0; i < points; i += 1) total[i] = (total[i] as number) + scale * (density[i] as number);
  }
  return total;
}
