import { logAddExp, logWeightedSumExp } from '../../numbers/log-sum-exp.ts';
import { logLikelihood } from './beta.ts';
import { groupCount, type Population } from './population-model.ts';
import { priorsOf } from './priors.ts';
import type { TaskTaste } from './taste.ts';

/** Log likelihoods of one user's rewards at one task. */
export interface TaskLogLikelihoods {
  /** Under each group's taste. */
  readonly ofGroups: readonly number[];
  /** With each arm drawn independently, from the groups' arms or unlike all of them. */
  readonly apart: number;
  /** Of a user who does not follow the group here (see `likelihoodOfOwn`). */
  readonly own: number;
}

interface Known {
  readonly population: Population;
  readonly age: number;
  readonly evidence: TaskLogLikelihoods;
}

/** Cached by task: only one task of a user changes at a time. */
const known = new WeakMap<TaskTaste, Known>();

/** @param age by which all sums are divided (see `ageAt`). */
export function logLikelihoodsOf(
  population: Population,
  task: string,
  taste: TaskTaste,
  age: number,
): TaskLogLikelihoods {
  const before = known.get(taste);
  if (before?.population === population && before.age === age) return before.evidence;
  const evidence = weigh(population, task, taste, age);
  known.set(taste, { population, age, evidence });
  return evidence;
}

function weigh(population: Population, task: string, { arms }: TaskTaste, age: number): TaskLogLikelihoods {
  const ofGroups = Array.from<number>({ length: groupCount }).fill(0);
  let apart = 0;
  for (const [model, { rewards, count }] of arms) {
    if (count <= 0) continue;
    // The first is unlike any group's; then there is one a group.
    const { own: priors } = priorsOf(population, task, model);
    const likelihoods = priors.map((prior) => logLikelihood(prior, rewards / age, count / age));
    for (let group = 0; group < groupCount; group += 1)
      ofGroups[group] = (ofGroups[group] ?? 0) + (likelihoods[group + 1] ?? 0);
    apart += logWeightedSumExp(
      priors.map(({ weight }) => weight),
      likelihoods,
    );
  }
  return { ofGroups, apart, own: likelihoodOfOwn(population.groups.shares, ofGroups, apart) };
}

/** The probability that a user who does not follow the own group follows another group here; otherwise each arm is independent. */
export const borrowed = 0.5;

/** ln of the likelihood of a taste that is not the group's: some group's all the same, or each arm drawn by itself. */
export function likelihoodOfOwn(
  shares: readonly number[],
  ofGroups: readonly number[],
  apart: number,
): number {
  return logAddExp(Math.log(borrowed) + logWeightedSumExp(shares, ofGroups), Math.log(1 - borrowed) + apart);
}

/** ln of the likelihood of a group where users follow it with that probability, and else go their own way. */
export function likelihoodOfGroup(
  { ofGroups, own }: TaskLogLikelihoods,
  group: number,
  follow: number,
): number {
  return logAddExp(Math.log(follow) + (ofGroups[group] ?? 0), Math.log(1 - follow) + own);
}

/** The probability that a member of the group follows it here. */
export function followsHere({ ofGroups, own }: TaskLogLikelihoods, group: number, follow: number): number {
  return 1 / (1 + Math.exp(Math.log((1 - follow) / follow) + own - (ofGroups[group] ?? 0)));
}
