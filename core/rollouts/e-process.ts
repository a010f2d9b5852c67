import { logWeightedSumExp } from '../numbers/log-sum-exp.ts';

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
  /** What may have one cause has one number. */
  readonly cluster?: number;
}

/** Ratios with their weights in the mixture, which sum to 1. */
type Mixture = readonly (readonly [multiple: number, weight: number])[];

/**
 * Most of the weight is on the threefold rate, because that should be found early. The lowest ratio is the tolerance: below about the
 * geometric mean of it and 1, evidence falls.
 */
const higherRates: Mixture = [
  [1.5, 0.15],
  [2, 0.2],
  [3, 0.35],
  [5, 0.15],
  [10, 0.1],
  [50, 0.05],
];
/** Multiples of the tolerance, all with the same weight. */
export const higherExceedances = [1.05, 1.1, 1.2, 1.35, 1.6, 2, 3, 5] as const;
const evenly: Mixture = higherExceedances.map((multiple) => [multiple, 1 / higherExceedances.length]);
/** Half of the weight is on half the ratio: on equal rates, if twice the rate is to be excluded. */
const lowerRates: Mixture = [
  [0.02, 0.1],
  [0.1, 0.1],
  [0.25, 0.15],
  [0.5, 0.5],
  [0.75, 0.15],
];

/** The weight in the mixture of the ratio that is nearest to this one. */
export function weightOfHigherRate(ratio: number): number {
  const distance = ([multiple]: Mixture[number]) => Math.abs(Math.log(multiple / ratio));
  return higherRates.toSorted((a, b) => distance(a) - distance(b))[0]?.[1] ?? 0;
}

/** Clusters whose events may have had another cause than the version: they never speak against it. */
export type Bursts = ReadonlySet<number>;
const none: Bursts = new Set();

/** Log evidence that the new version's error rate is more than `tolerated` times the old one's. */
export function logEvidenceOfMoreErrors(
  counts: readonly EventCounts[],
  tolerated: number,
  bursts: Bursts = none,
): number {
  return logMixture(counts, tolerated, higherRates, bursts);
}

/** Log evidence that the ratio of the new version's rate to the old one's is above `tolerated`, however little. */
export function logEvidenceOfRatioAbove(
  counts: readonly EventCounts[],
  tolerated: number,
  bursts: Bursts = none,
): number {
  return logMixture(counts, tolerated, evenly, bursts);
}

/** Log evidence that the ratio of the new version's rate to the old one's is below `ratio`. */
export function logEvidenceOfRatioBelow(counts: readonly EventCounts[], ratio: number): number {
  return logMixture(counts, ratio, lowerRates, none);
}

/** Averaging e-values is valid under any dependence; lowering a cluster's evidence only lowers the sum. */
function logMixture(counts: readonly EventCounts[], ratio: number, mixture: Mixture, bursts: Bursts): number {
  const terms = mixture.map(([multiple]) => {
    let sum = 0;
    const ofBursts = new Map<number, number>();
    for (const count of counts) {
      const part = logLikelihoodRatio(count, ratio * multiple, ratio);
      if (count.cluster === undefined || !bursts.has(count.cluster)) sum += part;
      else ofBursts.set(count.cluster, (ofBursts.get(count.cluster) ?? 0) + part);
    }
    for (const part of ofBursts.values()) sum += Math.min(0, part);
    return sum;
  });
  return logWeightedSumExp(
    mixture.map(([, weight]) => weight),
    terms,
  );
}

function logLikelihoodRatio(
  { share, canary, baseline }: EventCounts,
  ratio: number,
  nullRatio: number,
): number {
  if (canary === 0 && baseline === 0) return 0;
  const alternative = ratio * share + 1 - share;
  const hypothesis = nullRatio * share + 1 - share;
  // theta(ratio)/theta(null) and (1 - theta(ratio))/(1 - theta(null)), simplified.
  return (
    canary * Math.log((ratio * hypothesis) / (nullRatio * alternative)) +
    baseline * Math.log(hypothesis / alternative)
  );
}
