import { logAddExp, logWeightedSumExp } from '../../../numbers/log-sum-exp.ts';
import { betaOf, logLikelihood } from '../beta.ts';
import { followsHere, likelihoodOfGroup, likelihoodOfOwn } from '../log-likelihoods.ts';
import { normalized } from '../membership.ts';
import { type Groups, groupCount } from '../population-model.ts';
import { broad, smoothing, unlikeAnyGroup, weightOf } from '../priors.ts';
import type { Sample } from './sample.ts';

/** Groups during the fit, and their sufficient statistics. */
export interface Fit {
  readonly groups: Groups;
  /** Weighted sums over followers, laid out as the groups' means. */
  readonly rewards: Float64Array;
  readonly counts: Float64Array;
  /** How much of each cell went into each group, `[cell * groupCount + group]`: 0 before the first pass. */
  readonly shares: Float64Array;
  /** ln of the likelihood of the sample under the groups before this pass. */
  readonly likelihood: number;
}

/** The prior that users follow their group, and what it weighs in cells. */
const followPrior = { mean: 0.7, weight: 10 };
const weakest = 8;
const strongest = 256;

export function startFit(groups: Groups, sample: Sample): Fit {
  return {
    groups,
    rewards: new Float64Array(groups.means.length),
    counts: new Float64Array(groups.means.length),
    shares: new Float64Array(sample.task.length * groupCount),
    likelihood: Number.NEGATIVE_INFINITY,
  };
}

/** Passes of expectation maximization, and the step of the strength. */
export function fitGroups(sample: Sample, start: Fit, means: Float64Array, passes: number): Fit {
  let fit = start;
  for (let pass = 0; pass < passes; pass += 1) fit = onePass(sample, fit, means, pass > 0);
  const reach = (strength: number) => {
    const groups = { ...fit.groups, strength };
    return { groups, likelihood: expectation(sample, { ...fit, groups }, means, true, () => undefined) };
  };
  const { strength } = fit.groups;
  let best = reach(strength);
  for (const factor of [0.7, 1.4]) {
    const moved = reach(Math.min(strongest, Math.max(weakest, strength * factor)));
    if (moved.likelihood <= best.likelihood) continue;
    best = moved;
    break;
  }
  return { ...fit, ...best };
}

function onePass(sample: Sample, fit: Fit, means: Float64Array, isWithout: boolean): Fit {
  const { strength } = fit.groups;
  const size = means.length;
  const rewards = new Float64Array(groupCount * size);
  const counts = new Float64Array(groupCount * size);
  const shares = new Float64Array(fit.shares.length);
  const members = new Float64Array(groupCount);
  let following = 0;
  let cells = 0;
  const likelihood = expectation(
    sample,
    fit,
    means,
    isWithout,
    (cell, membership, follows) => {
      for (let group = 0; group < groupCount; group += 1) {
        const member = membership[group] ?? 0;
        if (member < 0.001) continue;
        const share = member * (follows[group] ?? 0);
        following += share;
        cells += member;
        shares[cell * groupCount + group] = share;
        for (let arm = sample.cellStart[cell] ?? 0; arm < (sample.cellStart[cell + 1] ?? 0); arm += 1) {
          const at = group * size + (sample.place[arm] ?? 0);
          const count = sample.counts[arm] ?? 0;
          const weight = cappedBy(strength, share, count);
          rewards[at] = (rewards[at] ?? 0) + weight * (sample.rewards[arm] ?? 0);
          counts[at] = (counts[at] ?? 0) + weight * count;
        }
      }
    },
    (membership) =>
      membership.forEach((member, group) => {
        members[group] = (members[group] ?? 0) + member;
      }),
  );
  const users = members.reduce((sum, member) => sum + member + 0.2, 0);
  const { mean, weight } = followPrior;
  return {
    groups: {
      strength,
      shares: [...members].map((member) => (member + 0.2) / users),
      follow: Math.min(0.97, Math.max(0.03, (following + mean * weight) / (cells + weight))),
      means: rewards.map((sum, at) => levelOf(sum, counts[at] ?? 0, means[at % size] ?? 0.5)),
      backing: counts,
    },
    rewards,
    counts,
    shares,
    likelihood,
  };
}

/** One user's rewards count for a group only up to its strength. */
const cappedBy = (strength: number, share: number, count: number) => (share * strength) / (strength + count);

const levelOf = (rewards: number, count: number, mean: number) =>
  Math.min(0.99, Math.max(0.01, (rewards + smoothing * mean) / (count + smoothing)));

/**
 * Weighs every user's groups. A user is judged by groups without the user's own part in them (`isWithout`), as in
 * collapsed variational Bayes (Asuncion et al., 2009): with it, small groups explain their own members too well, and
 * groups are found where there are none.
 * @returns ln of the likelihood of the sample.
 */
function expectation(
  sample: Sample,
  fit: Fit,
  means: Float64Array,
  isWithout: boolean,
  takeCell: (cell: number, membership: readonly number[], follows: readonly number[]) => void,
  takeUser: (membership: readonly number[]) => void = () => undefined,
): number {
  const { shares, follow } = fit.groups;
  const logShares = shares.map(Math.log);
  const overall = overallOf(fit.groups, means.length);
  let total = 0;
  for (let user = 0; user + 1 < sample.userStart.length; user += 1) {
    const logs = logShares.map((log, group) => log + (sample.carried[user]?.[group] ?? 0));
    const first = sample.userStart[user] ?? 0;
    const last = sample.userStart[user + 1] ?? 0;
    const evidences = [];
    for (let cell = first; cell < last; cell += 1) {
      const evidence = evidenceIn(sample, fit, means, overall, cell, isWithout);
      evidences.push(evidence);
      for (let group = 0; group < groupCount; group += 1)
        logs[group] = (logs[group] ?? 0) + likelihoodOfGroup(evidence, group, follow);
    }
    total += logs.reduce(logAddExp);
    const membership = normalized(logs);
    takeUser(membership);
    for (const [i, evidence] of evidences.entries()) {
      const follows = membership.map((_, group) => followsHere(evidence, group, follow));
      takeCell(first + i, membership, follows);
    }
  }
  return total;
}

/** The mean over all groups of each task and model. */
function overallOf({ means, shares }: Groups, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, at) =>
    shares.reduce((sum, share, group) => sum + share * (means[group * size + at] ?? 0.5), 0),
  );
}

/** Like `logLikelihoodsOf`, over the tables of a sample. */
function evidenceIn(
  sample: Sample,
  { groups, rewards, counts, shares }: Fit,
  means: Float64Array,
  overall: Float64Array,
  cell: number,
  isWithout: boolean,
) {
  const { strength } = groups;
  const size = means.length;
  const ofGroups = Array.from<number>({ length: groupCount }).fill(0);
  const weights = [...groups.shares.map((share) => (1 - unlikeAnyGroup) * share), unlikeAnyGroup];
  const likelihoods = new Float64Array(groupCount + 1);
  let apart = 0;
  for (let arm = sample.cellStart[cell] ?? 0; arm < (sample.cellStart[cell + 1] ?? 0); arm += 1) {
    const place = sample.place[arm] ?? 0;
    const sum = sample.rewards[arm] ?? 0;
    const count = sample.counts[arm] ?? 0;
    likelihoods[groupCount] = logLikelihood(betaOf(overall[place] ?? 0.5, broad), sum, count);
    for (let group = 0; group < groupCount; group += 1) {
      const at = group * size + place;
      const part = isWithout ? cappedBy(strength, shares[cell * groupCount + group] ?? 0, count) : 0;
      const backing = isWithout ? Math.max(0, (counts[at] ?? 0) - part * count) : (groups.backing[at] ?? 0);
      const mean = isWithout
        ? levelOf(Math.max(0, (rewards[at] ?? 0) - part * sum), backing, means[place] ?? 0.5)
        : (groups.means[at] ?? 0.5);
      const likelihood = logLikelihood(betaOf(mean, weightOf(strength, backing)), sum, count);
      ofGroups[group] = (ofGroups[group] ?? 0) + likelihood;
      likelihoods[group] = likelihood;
    }
    apart += logWeightedSumExp(weights, likelihoods);
  }
  return { ofGroups, apart, own: likelihoodOfOwn(groups.shares, ofGroups, apart) };
}
