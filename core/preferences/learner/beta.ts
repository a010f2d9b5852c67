/** A Beta distribution over the expected reward of one model, in [0, 1]. */
export interface Beta {
  readonly a: number;
  readonly b: number;
}

/** The Beta with this mean that weighs as much as `strength` rewards. */
export function betaOf(mean: number, strength: number): Beta {
  return { a: mean * strength, b: (1 - mean) * strength };
}

/** ln B(a, b) = ln Γ(a) + ln Γ(b) - ln Γ(a + b), for positive a and b. */
export function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/**
 * ln of the probability of rewards that add up to `rewards` over `count` answers, in their order, where the expected
 * reward is drawn from `prior`: the Beta-binomial likelihood B(a + S, b + N - S) / B(a, b). Fractions are fine.
 */
export function logLikelihood({ a, b }: Beta, rewards: number, count: number): number {
  return logBeta(a + rewards, b + count - rewards) - logBeta(a, b);
}

/** ln of the sum of the exponentials of both. */
export function logSum(x: number, y: number): number {
  const larger = Math.max(x, y);
  return larger === Number.NEGATIVE_INFINITY ? larger : larger + Math.log1p(Math.exp(-Math.abs(x - y)));
}

/** ln of the sum of weights times the exponentials of `logs`; weights add up to 1 or less. */
export function logMixture(weights: readonly number[], logs: ArrayLike<number>): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logs.length; i += 1) largest = Math.max(largest, logs[i] as number);
  let sum = 0;
  for (let i = 0; i < logs.length; i += 1)
    sum += (weights[i] as number) * Math.exp((logs[i] as number) - largest);
  return largest + Math.log(sum);
}

/** Stirling's series after a shift above 8 (Abramowitz and Stegun, 6.1.15 and 6.1.41): error below 1e-10. */
function logGamma(x: number): number {
  let shift = 1;
  let z = x;
  while (z < 8) {
    shift *= z;
    z += 1;
  }
  const inverse = 1 / z;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)));
  return (z - 0.5) * Math.log(z) - z + 0.9189385332046727 + series - Math.log(shift);
}
