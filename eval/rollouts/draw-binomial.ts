/**
 * Draws how many of `count` independent trials succeed, by skipping from one success to the next (Devroye, Non-Uniform
 * Random Variate Generation, 1986, X.4.3).
 * @param random uniform in [0, 1).
 */
export function drawBinomial(count: number, probability: number, random: () => number): number {
  if (probability <= 0 || count === 0) return 0;
  if (probability >= 1) return count;
  if (probability > 0.5) return count - drawBinomial(count, 1 - probability, random);
  const logMiss = Math.log1p(-probability);
  let [successes, trial] = [0, 0];
  for (;;) {
    trial += Math.floor(Math.log(1 - random()) / logMiss) + 1;
    if (trial > count) return successes;
    successes += 1;
  }
}
