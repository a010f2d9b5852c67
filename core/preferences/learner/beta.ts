import { logBeta } from '../../numbers/log-beta.ts';

/** A Beta distribution over the expected reward of one model, in [0, 1]. */
export interface Beta {
  readonly a: number;
  readonly b: number;
}

/** The Beta with this mean that weighs as much as `strength` rewards. */
export function betaOf(mean: number, strength: number): Beta {
  return { a: mean * strength, b: (1 - mean) * strength };
}

/**
 * ln of the probability of rewards that add up to `rewards` over `count` answers, in their order, where the expected
 * reward is drawn from `prior`: the Beta-binomial likelihood B(a + S, b + N - S) / B(a, b). Fractions are fine.
 */
export function logLikelihood({ a, b }: Beta, rewards: number, count: number): number {
  return logBeta(a + rewards, b + count - rewards) - logBeta(a, b);
}
