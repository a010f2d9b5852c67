import { logLikelihood, logSum } from './beta.ts';
import { groupCount, type Population, priorsOf, unlikeAnyGroup } from './population.ts';
import type { TaskTaste } from './taste.ts';

/** What the rewards of one user at one task say, each as ln of a likelihood. */
export interface Evidence {
  /** Of each group's taste. */
  readonly ofGroups: readonly number[];
  /** Of a taste of the user's own: each arm drawn by itself from what the groups have, or unlike them all. */
  readonly own: number;
}

/**
 * @param age the weight of now (see `weightAt`), by which all sums are divided.
 */
export function evidenceOf(
  population: Population,
  task: string,
  { arms }: Pick<TaskTaste, 'arms'>,
  age: number,
): Evidence {
  const { shares } = population.groups;
  const ofGroups = Array.from<number>({ length: groupCount }).fill(0);
  let own = 0;
  for (const [model, { rewards, count }] of arms) {
    if (count <= 0) continue;
    const { ofGroup, broad } = priorsOf(population, task, model);
    let drawn = Math.log(unlikeAnyGroup) + logLikelihood(broad, rewards / age, count / age);
    for (let group = 0; group < groupCount; group += 1) {
      const prior = ofGroup[group] ?? broad;
      const likelihood = logLikelihood(prior, rewards / age, count / age);
      ofGroups[group] = (ofGroups[group] ?? 0) + likelihood;
      drawn = logSum(drawn, Math.log((1 - unlikeAnyGroup) * (shares[group] ?? 0)) + likelihood);
    }
    own += drawn;
  }
  return { ofGroups, own };
}

/** ln of the likelihood of a group where users follow it with that probability, and else go their own way. */
export function likelihoodOfGroup({ ofGroups, own }: Evidence, group: number, follow: number): number {
  return logSum(Math.log(follow) + (ofGroups[group] ?? 0), Math.log(1 - follow) + own);
}

/** The probability that a member of the group follows it here. */
export function followsHere({ ofGroups, own }: Evidence, group: number, follow: number): number {
  return 1 / (1 + Math.exp(Math.log((1 - follow) / follow) + own - (ofGroups[group] ?? 0)));
}
