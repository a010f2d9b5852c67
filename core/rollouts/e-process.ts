import { logMeanExp } from '../numbers/log-sum-exp.ts';

/*
 * Evidence against a ratio of rates, valid at any time.
 *
 * Requests are routed at random, the new version with probability w, its share. Given that an event (an error, a slow
 * answer) happened, it belongs to the new version with probability theta(r) = r w / (r w + 1 - w), where r is the
 * ratio of the versions' rates; the base rate itself cancels, so load and outages that both share do not matter. The
 * likelihood ratio of r against r0, averaged over a fixed grid of r, is a non-negative supermartingale under the
 * hypothesis, so P(it ever reaches 1/alpha) <= alpha (Ville's inequality), however often one looks.
 *
 * Source: Lindon & Malek, Anytime-Valid Inference for Multinomial Count Data, NeurIPS 2022 (arXiv 2011.03567). The
 * finite one-sided mixture is ours.
 */

/** Events among requests of which each was the new version's with probability `share`, 0 < share < 1. */
export interface EventCounts {
  readonly share: number;
  readonly canary: number;
  readonly baseline: number;
}

const higherRates = [1.25, 1.5, 2, 3, 5, 10, 20, 50];
const higherExceedances = [1.05, 1.1, 1.2, 1.35, 1.6, 2, 3, 5];
const lowerRates = [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.85];

/** Log evidence that the new version's error rate is more than `tolerated` times the old one's. */
export function logEvidenceOfMoreErrors(counts: readonly EventCounts[], tolerated: number): number {
  return logMixture(counts, tolerated, higherRates);
}

/** Log evidence that the ratio of the new version's rate to the old one's is above `tolerated`, however little. */
export function logEvidenceOfRatioAbove(counts: readonly EventCounts[], tolerated: number): number {
  return logMixture(counts, tolerated, higherExceedances);
}

/** Log evidence that the ratio of the new version's rate to the old one's is below `ratio`. */
export function logEvidenceOfRatioBelow(counts: readonly EventCounts[], ratio: number): number {
  return logMixture(counts, ratio, lowerRates);
}

function logMixture(counts: readonly EventCounts[], ratio: number, multiples: readonly number[]): number {
  const terms = multiples.map((multiple) =>
    counts.reduce((sum, count) => sum + logLikelihoodRatio(count, ratio * multiple, ratio), 0),
  );
  // Averaging e-values is valid under any dependence.
  return logMeanExp(terms);
}

function logLikelihoodRatio(
  { share, canary, baseline }: EventCounts,
  ratio: number,
  nullRatio: number,
): number {
  const alternative = ratio * share + 1 - share;
  const hypothesis = nullRatio * share + 1 - share;
  // theta(ratio)/theta(null) and (1 - theta(ratio))/(1 - theta(null)), simplified.
  return (
    canary * Math.log((ratio * hypothesis) / (nullRatio * alternative)) +
    baseline * Math.log(hypothesis / alternative)
  );
}
