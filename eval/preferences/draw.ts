/** A whole number below `count`. */
export const below = (count: number, random: () => number): number => Math.floor(random() * count);

/** A place, each as probable as its weight is large. */
export function byWeight(weights: ArrayLike<number>, random: () => number): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i += 1) sum += weights[i] ?? 0;
  let left = random() * sum;
  for (let i = 0; i < weights.length; i += 1) {
    left -= weights[i] ?? 0;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

/** A standard normal number (Box and Muller, 1958). */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
