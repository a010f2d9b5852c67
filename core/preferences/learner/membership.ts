import { likelihoodOfGroup, logLikelihoodsOf, type TaskLogLikelihoods } from './log-likelihoods.ts';
import type { Population } from './population-model.ts';
import type { Taste } from './taste.ts';

/** What is known about one user before a task is considered. */
export interface Member {
  /** The probability of each group. */
  readonly membership: readonly number[];
  /** By task type. */
  readonly evidence: ReadonlyMap<string, TaskLogLikelihoods>;
}

/**
 * Which group a user belongs to, by all rewards at all tasks: group k has the weight
 * share_k * product over tasks of (follow * L_k + (1 - follow) * L_own), times what earlier tastes said.
 */
export function memberOf(population: Population, taste: Taste, age: number): Member {
  const { shares, follow } = population.groups;
  const evidence = new Map<string, TaskLogLikelihoods>();
  for (const [task, ofTask] of taste.tasks) {
    evidence.set(task, logLikelihoodsOf(population, task, ofTask, age));
  }
  const carried = taste.grouping === population.grouping ? taste.carried : null;
  const logs = shares.map((share, group) => {
    let log = Math.log(share) + (carried?.[group] ?? 0);
    for (const item of evidence.values()) log += likelihoodOfGroup(item, group, follow);
    return log;
  });
  return { membership: normalized(logs), evidence };
}

/** Probabilities from the logarithms of weights. */
export function normalized(logs: readonly number[]): readonly number[] {
  const largest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - largest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
