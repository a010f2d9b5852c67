import { seededRandom } from '#core/numbers/seeded-random.ts';

/**
 * A source of random numbers for one purpose. If two purposes shared a stream, the draws of one would predict those of
 * the other: a player would be rewarded whenever it explores.
 */
export const randomStream = (seed: number, purpose: string): (() => number) =>
  seededRandom(seedFor(seed, purpose));

/** A seed for one purpose: the FNV-1a hash of seed and purpose. */
export function seedFor(seed: number, purpose: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed} ${purpose}`)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
}

/** A random integer from 0 to `count` - 1. */
export const randomBelow = (count: number, random: () => number): number => Math.floor(random() * count);

/** A random index, with probabilities proportional to the weights. */
export function randomByWeight(weights: ArrayLike<number>, random: () => number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i += 1) sum += weights[i] ?? 0;
  let left = random() * sum;
  for (let i = 0; i < weights.length; i += 1) {
    left -= weights[i] ?? 0;
    if (left < 0) return i;
  }
  return weights.length - 1;
}
