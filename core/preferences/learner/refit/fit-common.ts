import { betaOf, logLikelihood } from '../beta.ts';
import { type Common, levelCount } from '../population-model.ts';
import type { Sample } from './sample.ts';

const passes = 3;
/** The weights of a task and model are shrunk towards the model's over all tasks, and those towards all models'. */
const shrinkage = 10;
const weakest = 4;
const strongest = 200;

/**
 * Fits the common model: three passes of expectation maximization over a mixture of Betas. All tasks and models share
 * the shapes; each has its own weights (empirical Bayes).
 * @param isLittle whether the sample is nearly the one that `start` was fitted to: then one pass does.
 */
export function fitCommon(sample: Sample, start: Common, isLittle: boolean): Common {
  if (isLittle) return onePass(sample, start);
  let common = start;
  for (let pass = 0; pass < passes; pass += 1) common = onePass(sample, common);
  return betterStrengths(sample, common);
}

/** The mean of each task's and model's arms, `[task * models + model]`. */
export function commonMeans({ means, weights }: Common): Float64Array {
  return Float64Array.from({ length: weights.length / levelCount }, (_, cell) =>
    means.reduce((sum, mean, level) => sum + mean * (weights[cell * levelCount + level] ?? 0), 0),
  );
}

function onePass(sample: Sample, common: Common): Common {
  const found = new Float64Array(common.weights.length);
  const rewards = new Float64Array(levelCount);
  const counts = new Float64Array(levelCount);
  eachArm(sample, common, (arm, shares) => {
    const count = sample.counts[arm] ?? 0;
    shares.forEach((share, level) => {
      const cell = (sample.place[arm] ?? 0) * levelCount + level;
      found[cell] = (found[cell] ?? 0) + share;
      // One user's many rewards say little more about a level than its strength allows.
      const strength = common.strengths[level] ?? 1;
      const weight = (share * strength) / (strength + count);
      rewards[level] = (rewards[level] ?? 0) + weight * (sample.rewards[arm] ?? 0);
      counts[level] = (counts[level] ?? 0) + weight * count;
    });
  });
  const means = common.means.map((mean, level) =>
    between(0.02, ((rewards[level] ?? 0) + 2 * mean) / ((counts[level] ?? 0) + 2), 0.98),
  );
  return { ...common, means, weights: shrunk(found, sample.models.length) };
}

function shrunk(found: Float64Array, models: number): Float64Array {
  const row = models * levelCount;
  const overall = new Float64Array(levelCount).fill(1);
  const ofModel = new Float64Array(row);
  found.forEach((share, i) => {
    overall[i % levelCount] = (overall[i % levelCount] ?? 0) + share;
    ofModel[i % row] = (ofModel[i % row] ?? 0) + share;
  });
  const towards = (own: Float64Array, parent: (i: number) => number) =>
    own.map((share, i) => {
      const first = i - (i % levelCount);
      let sum = 0;
      for (let level = 0; level < levelCount; level += 1) sum += own[first + level] ?? 0;
      return (share + shrinkage * parent(i)) / (sum + shrinkage);
    });
  const all = overall.reduce((sum, share) => sum + share, 0);
  const byModel = towards(ofModel, (i) => (overall[i % levelCount] ?? 0) / all);
  return towards(found, (i) => byModel[i % row] ?? 0);
}

/** Moves each strength one step up or down if that increases the likelihood. */
function betterStrengths(sample: Sample, start: Common): Common {
  let common = start;
  let likelihood = eachArm(sample, common, () => undefined);
  for (let level = 0; level < levelCount; level += 1)
    for (const factor of [0.75, 1.33]) {
      const strengths = common.strengths.map((strength, i) =>
        i === level ? between(weakest, strength * factor, strongest) : strength,
      );
      const moved = { ...common, strengths };
      const reached = eachArm(sample, moved, () => undefined);
      if (reached <= likelihood) continue;
      likelihood = reached;
      common = moved;
      break;
    }
  return common;
}

/** Calls back with the probability of each level for each arm; returns ln of the likelihood of all. */
function eachArm(
  { place, rewards, counts }: Sample,
  { means, strengths, weights }: Common,
  take: (arm: number, shares: Float64Array) => void,
): number {
  const levels = means.map((mean, level) => betaOf(mean, strengths[level] ?? 1));
  const shares = new Float64Array(levelCount);
  let total = 0;
  for (let arm = 0; arm < place.length; arm += 1) {
    let sum = 0;
    levels.forEach((beta, level) => {
      const weight = weights[(place[arm] ?? 0) * levelCount + level] ?? 0;
      const share = weight * Math.exp(logLikelihood(beta, rewards[arm] ?? 0, counts[arm] ?? 0));
      shares[level] = share;
      sum += share;
    });
    for (let level = 0; level < levelCount; level += 1) shares[level] = (shares[level] ?? 0) / sum;
    total += Math.log(sum);
    take(arm, shares);
  }
  return total;
}

const between = (least: number, value: number, most: number) => Math.min(most, Math.max(least, value));
